/** The share group of the encoders, as the broker sees it. */
@NullMarked
package dev.dashline.encoder.group;

import org.jspecify.annotations.NullMarked;
