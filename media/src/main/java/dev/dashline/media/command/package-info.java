/** The command lines of FFmpeg that encode, check and measure. Pure: arguments in, arguments out. */
@NullMarked
package dev.dashline.media.command;

import org.jspecify.annotations.NullMarked;
