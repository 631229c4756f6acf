@NullMarked
package dev.dashline.ingest.access;

import org.jspecify.annotations.NullMarked;
