/** Says what was understood of a source, and what is left out, changed or assumed. Pure. */
@NullMarked
package dev.dashline.media.note;

import org.jspecify.annotations.NullMarked;
