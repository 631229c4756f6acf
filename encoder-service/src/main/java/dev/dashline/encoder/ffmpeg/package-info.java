/** FFmpeg: its command lines, as pure functions, and the process around it. */
@NullMarked
package dev.dashline.encoder.ffmpeg;

import org.jspecify.annotations.NullMarked;
