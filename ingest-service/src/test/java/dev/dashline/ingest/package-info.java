@NullMarked
package dev.dashline.ingest;

import org.jspecify.annotations.NullMarked;
