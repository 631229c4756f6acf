/** Where a source is read from, so that a part of it can be decoded; pure. */
@NullMarked
package dev.dashline.media.seek;

import org.jspecify.annotations.NullMarked;
