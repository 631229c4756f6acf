/** Runs ffprobe, for a limited time, and reads its answers piece by piece, in limited memory. */
@NullMarked
package dev.dashline.media.ffprobe;

import org.jspecify.annotations.NullMarked;
