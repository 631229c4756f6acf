/** Small pictures of a video: their layout on sheets, and checks of the files. Pure. */
@NullMarked
package dev.dashline.media.thumbnail;

import org.jspecify.annotations.NullMarked;
