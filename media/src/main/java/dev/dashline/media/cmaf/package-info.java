/** Reads CMAF segments: the boxes of ISO/IEC 14496-12. Pure. */
@NullMarked
package dev.dashline.media.cmaf;

import org.jspecify.annotations.NullMarked;
