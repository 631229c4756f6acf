/** Finds out at which rate the pictures of a source come, from their own times. Pure. */
@NullMarked
package dev.dashline.media.rate;

import org.jspecify.annotations.NullMarked;
