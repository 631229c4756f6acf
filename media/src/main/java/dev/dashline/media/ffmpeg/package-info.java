/** FFmpeg's programs, and the processes that run them. */
@NullMarked
package dev.dashline.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
