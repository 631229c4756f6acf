/**
 * Media as a library: probes sources, plans their encoding, runs FFmpeg, reads back what it wrote, and writes
 * manifests. Knows no Kafka and no object store. Its threads are the caller's: constructors take executors.
 *
 * <p>{@code probe} finds out what a source is, {@code profile} is what an operator wants, {@code plan} decides how the
 * source is cut and encoded, {@code command} makes FFmpeg's command lines of that, {@code ffmpeg} runs them,
 * {@code cmaf} reads the segments back, {@code manifest} lists them; {@code text} and {@code thumbnail} are for
 * subtitles and small pictures.
 */
@NullMarked
package dev.dashline.media;

import org.jspecify.annotations.NullMarked;
