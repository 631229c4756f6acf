package dev.dashline.media.plan;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One rendition of an audio track.
 *
 * @param id names the rendition and its folder, such as {@code a0}
 * @param stream index in the source
 * @param language BCP 47 tag, if known
 * @param durationMicros expected length, from time 0 of the output on
 * @param cut empty if one task encodes the whole track
 */
public record AudioTrackPlan(
        String id,
        int stream,
        Optional<String> language,
        Encoding encoding,
        long durationMicros,
        Optional<SoundCut> cut) {

    private static final long MICROS = 1_000_000;

    /**
     * How sound is encoded.
     *
     * @param bitrate bits per second
     * @param sampleRate Hz
     * @param channels how many
     */
    public record Encoding(long bitrate, int sampleRate, int channels) {}

    /** How many tasks encode it. */
    public int chunks() {
        return cut.map(SoundCut::chunks).orElse(1);
    }

    /** When a chunk starts, samples of the output. */
    public long firstSample(int chunk) {
        return cut.map(each -> each.firstPacket(chunk) * SoundCut.PACKET).orElse(0L);
    }

    /** When a chunk ends, samples of the output; empty if that is at the end of the source. */
    public OptionalLong endSample(int chunk) {
        return cut.map(each -> each.endPacket(chunk))
                .filter(OptionalLong::isPresent)
                .map(end -> OptionalLong.of(end.getAsLong() * SoundCut.PACKET))
                .orElseGet(OptionalLong::empty);
    }

    /** When a chunk starts, microseconds, rounded down. */
    public long startMicros(int chunk) {
        return firstSample(chunk) * MICROS / encoding.sampleRate();
    }

    /** How long a chunk should be, microseconds. */
    public long lengthMicros(int chunk) {
        OptionalLong end = endSample(chunk);
        long endMicros = end.isPresent() ? end.getAsLong() * MICROS / encoding.sampleRate() : durationMicros;
        return endMicros - startMicros(chunk);
    }
}
