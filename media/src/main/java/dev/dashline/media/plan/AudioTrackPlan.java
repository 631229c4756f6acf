package dev.dashline.media.plan;

import dev.dashline.media.tag.TrackTags;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One rendition of an audio track.
 *
 * @param id names the rendition and its folder, such as {@code a0}
 * @param source where its channels are, and how they are mixed
 * @param tags for who chooses a track
 * @param durationMicros expected length, from time 0 of the output on
 * @param cut empty if one task encodes the whole track
 * @param gain how much louder it is made, decibels; 0 leaves it as it is
 */
public record AudioTrackPlan(
        String id,
        Source source,
        TrackTags tags,
        Encoding encoding,
        long durationMicros,
        Optional<SoundCut> cut,
        double gain) {

    private static final long MICROS = 1_000_000;

    /**
     * Where the channels of a track are.
     *
     * @param stream index in the source
     * @param right index of the stream that has the right channel, where the first has the left one alone; else empty
     * @param mix how channels are mixed that FFmpeg cannot mix by itself, as options of its filter {@code pan}
     */
    public record Source(int stream, OptionalInt right, Optional<String> mix) {

        /** Indexes of all streams that it is in. */
        public List<Integer> streams() {
            return right.isPresent() ? List.of(stream, right.getAsInt()) : List.of(stream);
        }

        /** A stream that FFmpeg can mix. */
        public static Source of(int stream) {
            return new Source(stream, OptionalInt.empty(), Optional.empty());
        }
    }

    /**
     * How sound is encoded.
     *
     * @param bitrate bits per second
     * @param sampleRate Hz
     * @param channels how many
     */
    public record Encoding(long bitrate, int sampleRate, int channels) {}

    /** As loud as the source. */
    public AudioTrackPlan(
            String id, Source source, TrackTags tags, Encoding encoding, long durationMicros, Optional<SoundCut> cut) {
        this(id, source, tags, encoding, durationMicros, cut, 0);
    }

    /** The same in one piece. */
    public AudioTrackPlan whole() {
        return new AudioTrackPlan(id, source, tags, encoding, durationMicros, Optional.empty(), gain);
    }

    /** The same made louder by some decibels. */
    public AudioTrackPlan louder(double decibels) {
        return new AudioTrackPlan(id, source, tags, encoding, durationMicros, cut, gain + decibels);
    }

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
