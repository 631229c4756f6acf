@NullMarked
package dev.dashline.media.probe;

import org.jspecify.annotations.NullMarked;
