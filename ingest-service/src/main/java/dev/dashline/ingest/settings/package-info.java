/** What the environment says of parts of this service; {@code IngestConfig} has all of it. */
@NullMarked
package dev.dashline.ingest.settings;

import org.jspecify.annotations.NullMarked;
