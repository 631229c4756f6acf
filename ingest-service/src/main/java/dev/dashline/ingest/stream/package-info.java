/** Events of videos on their way to clients that stay connected. */
@NullMarked
package dev.dashline.ingest.stream;

import org.jspecify.annotations.NullMarked;
