@NullMarked
package dev.dashline.media.seek;

import org.jspecify.annotations.NullMarked;
