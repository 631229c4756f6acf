/** Reads the boxes of ISO/IEC 14496-12 that CMAF segments are made of. */
@NullMarked
package dev.dashline.media.cmaf;

import org.jspecify.annotations.NullMarked;
