/** Writes the manifests of MPEG-DASH and HLS. Pure. */
@NullMarked
package dev.dashline.media.manifest;

import org.jspecify.annotations.NullMarked;
