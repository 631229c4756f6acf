/** What the channels of a source's sound are, and what they are mixed to. Pure. */
@NullMarked
package dev.dashline.media.sound;

import org.jspecify.annotations.NullMarked;
