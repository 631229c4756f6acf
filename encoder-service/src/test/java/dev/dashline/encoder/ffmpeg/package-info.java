@NullMarked
package dev.dashline.encoder.ffmpeg;

import org.jspecify.annotations.NullMarked;
