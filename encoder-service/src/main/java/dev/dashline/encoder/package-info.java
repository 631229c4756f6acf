/**
 * The encoder: turns a source into DASH and HLS on as many machines as there are.
 *
 * <p>Reads {@code video-requested} and {@code video-failed}, writes {@code video-encoded}. Every replica decides for
 * some of the videos ({@link dev.dashline.encoder.EncoderTopology}) and works for all of them ({@code worker}), through
 * the private topics {@code encoder-tasks}, {@code encoder-short-tasks} and {@code encoder-task-results}. Reports at
 * most one STARTED and then one of ENCODED and FAILED for an attempt.
 */
@NullMarked
package dev.dashline.encoder;

import org.jspecify.annotations.NullMarked;
