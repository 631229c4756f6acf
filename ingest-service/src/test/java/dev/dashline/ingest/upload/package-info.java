@NullMarked
package dev.dashline.ingest.upload;

import org.jspecify.annotations.NullMarked;
