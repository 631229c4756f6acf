/** Small pictures of a video, and how they lie on sheets. */
@NullMarked
package dev.dashline.media.thumbnail;

import org.jspecify.annotations.NullMarked;
