@NullMarked
package dev.dashline.ingest.stream;

import org.jspecify.annotations.NullMarked;
