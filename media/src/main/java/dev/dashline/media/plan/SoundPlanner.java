package dev.dashline.media.plan;

import dev.dashline.media.plan.AudioTrackPlan.Encoding;
import java.time.Duration;
import java.util.Optional;

/** Decides where sound is cut. Pure. */
final class SoundPlanner {

    private static final long MICROS = 1_000_000;

    private SoundPlanner() {}

    /**
     * Cuts a track at starts of segments, so that all segments are those of a track that is encoded whole. The last
     * chunk has from half a chunk to one and a half: it has some sound in it even if the source ends early.
     *
     * @param source where the source's frames lie; empty if that is not known, so that chunks would not join
     * @param segmentMicros length of a segment
     * @param length of a chunk, about
     * @return empty if the track stays whole
     */
    static Optional<SoundCut> cut(
            Optional<SourceFrames> source,
            Encoding encoding,
            long durationMicros,
            long segmentMicros,
            Duration length) {
        // The muxer ends a segment with the first packet that makes it long enough.
        long segment = packets(segmentMicros, encoding);
        long chunk = segment * Math.max(1, Math.round((double) packets(length.toNanos() / 1_000, encoding) / segment));
        long chunks = Math.round((double) packets(durationMicros, encoding) / chunk);
        return source.filter(frames -> chunks > 1)
                .map(frames -> new SoundCut(Math.toIntExact(chunk), Math.toIntExact(chunks), frames));
    }

    private static long packets(long micros, Encoding encoding) {
        long unit = SoundCut.PACKET * MICROS;
        return (micros * encoding.sampleRate() + unit - 1) / unit;
    }
}
