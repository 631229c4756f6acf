package dev.dashline.media.cmaf;

import dev.dashline.media.plan.FrameRate;
import java.util.List;
import java.util.Optional;

/**
 * A rendition as it was written.
 *
 * @param id names it and its folder
 * @param init what its init segment tells
 * @param initBytes size of that
 * @param frameRate of pictures; empty for sound
 * @param language BCP 47 tag, if known
 * @param segments in order, the first at time 0
 */
public record Track(
        String id,
        InitSegment init,
        long initBytes,
        Optional<FrameRate> frameRate,
        Optional<String> language,
        List<Segment> segments) {

    /**
     * A media segment.
     *
     * @param time of its first sample, in the track's units; also its name
     * @param duration in the track's units
     * @param samples frames of video, packets of sound
     * @param bytes its size
     */
    public record Segment(long time, long duration, int samples, long bytes) {

        long end() {
            return time + duration;
        }
    }

    public Track {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException(id + " has no segments");
        }
    }

    public boolean isVideo() {
        return frameRate.isPresent();
    }

    /** Milliseconds, rounded to the nearest. */
    public long durationMillis() {
        long units = segments.get(segments.size() - 1).end();
        return (units * 1_000 + init.timescale() / 2) / init.timescale();
    }

    /** Frames of video, or packets of sound. */
    public long samples() {
        return segments.stream().mapToLong(Segment::samples).sum();
    }

    /** All of it. */
    public long bytes() {
        return initBytes + segments.stream().mapToLong(Segment::bytes).sum();
    }

    /**
     * Bits per second of the most demanding segments in a row that last half as long as the longest one, or more (RFC 8216, 4.3.4.2). So
     * what is left in the end, which may be one keyframe, counts with the segment before it.
     */
    public long peakBandwidth() {
        long longest = segments.stream().mapToLong(Segment::duration).max().orElseThrow();
        long peak = 0;
        long bytes = 0;
        long duration = 0;
        int from = 0;
        for (Segment segment : segments) {
            bytes += segment.bytes();
            duration += segment.duration();
            while (2 * (duration - segments.get(from).duration()) >= longest) {
                bytes -= segments.get(from).bytes();
                duration -= segments.get(from).duration();
                from++;
            }
            if (2 * duration >= longest) {
                peak = Math.max(peak, rate(bytes, duration));
            }
        }
        return peak;
    }

    /** Bits per second over all of it. */
    public long averageBandwidth() {
        return rate(
                segments.stream().mapToLong(Segment::bytes).sum(),
                segments.get(segments.size() - 1).end());
    }

    public double seconds(Segment segment) {
        return (double) segment.duration() / init.timescale();
    }

    private long rate(long bytes, long duration) {
        return (long) Math.ceil(bytes * 8.0 * init.timescale() / duration);
    }
}
