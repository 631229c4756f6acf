@NullMarked
package dev.dashline.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
