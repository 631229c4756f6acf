@NullMarked
package dev.dashline.ingest.status;

import org.jspecify.annotations.NullMarked;
