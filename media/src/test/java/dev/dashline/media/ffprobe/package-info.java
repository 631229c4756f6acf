@NullMarked
package dev.dashline.media.ffprobe;

import org.jspecify.annotations.NullMarked;
