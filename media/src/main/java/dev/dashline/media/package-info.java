/**
 * Media as a library: understands sources, plans their encoding, runs FFmpeg, reads what it wrote and writes manifests. Knows neither Kafka
 * nor an object store, and starts no thread that it was not given.
 *
 * <p>{@code probe} looks at a source, {@code plan} decides how it is cut and encoded, {@code command} says that to FFmpeg, {@code ffmpeg} runs
 * it, {@code cmaf} reads the segments back, {@code manifest} lists them; {@code text} and {@code thumbnail} are what goes with them.
 */
@NullMarked
package dev.dashline.media;

import org.jspecify.annotations.NullMarked;
