/** What to encode and in which pieces: frame rates, ladders, chunks. Pure: no I/O, no clock, no FFmpeg. */
@NullMarked
package dev.dashline.encoder.plan;

import org.jspecify.annotations.NullMarked;
