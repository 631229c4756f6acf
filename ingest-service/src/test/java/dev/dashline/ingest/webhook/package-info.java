@NullMarked
package dev.dashline.ingest.webhook;

import org.jspecify.annotations.NullMarked;
