/** Reads subtitles strictly and writes them as WebVTT. Pure. */
@NullMarked
package dev.dashline.media.text;

import org.jspecify.annotations.NullMarked;
