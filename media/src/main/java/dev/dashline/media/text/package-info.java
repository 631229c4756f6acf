/** Reads subtitles, strictly, and writes them as WebVTT. */
@NullMarked
package dev.dashline.media.text;

import org.jspecify.annotations.NullMarked;
