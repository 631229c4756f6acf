/** Finds out what a source is: its tracks, times and rates, and what of it can be encoded. */
@NullMarked
package dev.dashline.media.probe;

import org.jspecify.annotations.NullMarked;
