@NullMarked
package dev.dashline.encoder;

import org.jspecify.annotations.NullMarked;
