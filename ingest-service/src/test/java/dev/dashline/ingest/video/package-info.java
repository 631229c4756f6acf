@NullMarked
package dev.dashline.ingest.video;

import org.jspecify.annotations.NullMarked;
