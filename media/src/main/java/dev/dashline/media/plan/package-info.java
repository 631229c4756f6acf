/**
 * Decides what to encode and in which pieces: frame rates, ladders, chunks. Pure: no I/O, no clock, no
 * FFmpeg.
 */
@NullMarked
package dev.dashline.media.plan;

import org.jspecify.annotations.NullMarked;
