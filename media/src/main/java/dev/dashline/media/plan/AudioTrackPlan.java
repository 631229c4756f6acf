package dev.dashline.media.plan;

import java.util.Optional;

/**
 * One rendition of an audio track.
 *
 * @param id names the rendition and its folder, such as {@code a0}
 * @param stream index in the source
 * @param language BCP 47 tag, if known
 * @param durationMicros expected length, from time 0 of the output on
 */
public record AudioTrackPlan(String id, int stream, Optional<String> language, Encoding encoding, long durationMicros) {

    /**
     * How sound is encoded.
     *
     * @param bitrate bits per second
     * @param sampleRate Hz
     * @param channels how many
     */
    public record Encoding(long bitrate, int sampleRate, int channels) {}
}
