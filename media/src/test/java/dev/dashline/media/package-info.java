@NullMarked
package dev.dashline.media;

import org.jspecify.annotations.NullMarked;
