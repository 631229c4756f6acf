@NullMarked
package dev.dashline.media.rate;

import org.jspecify.annotations.NullMarked;
