/** Clips made with FFmpeg, and a look at what came of them. */
@NullMarked
package dev.dashline.encoder.clips;

import org.jspecify.annotations.NullMarked;
