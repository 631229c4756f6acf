/** FFmpeg's command lines: to encode, check and measure. Pure. */
@NullMarked
package dev.dashline.media.command;

import org.jspecify.annotations.NullMarked;
