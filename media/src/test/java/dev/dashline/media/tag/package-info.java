@NullMarked
package dev.dashline.media.tag;

import org.jspecify.annotations.NullMarked;
