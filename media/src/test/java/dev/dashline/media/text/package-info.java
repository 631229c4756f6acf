@NullMarked
package dev.dashline.media.text;

import org.jspecify.annotations.NullMarked;
