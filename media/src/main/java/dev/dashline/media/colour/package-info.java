/** How numbers in pictures mean colours: those of a source, those of the output, and how one becomes the other. */
@NullMarked
package dev.dashline.media.colour;

import org.jspecify.annotations.NullMarked;
