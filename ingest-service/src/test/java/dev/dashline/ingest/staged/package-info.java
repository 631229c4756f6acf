@NullMarked
package dev.dashline.ingest.staged;

import org.jspecify.annotations.NullMarked;
