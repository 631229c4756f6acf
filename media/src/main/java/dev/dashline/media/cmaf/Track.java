package dev.dashline.media.cmaf;

import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.tag.TrackTags;
import java.util.List;
import java.util.Optional;

/**
 * A rendition that was written.
 *
 * @param id names the rendition and its folder
 * @param init its init segment
 * @param initBytes size of the init segment
 * @param frameRate of video; empty for audio
 * @param tags for who chooses a track; those of video say nothing
 * @param segments in order, the first at time 0
 */
public record Track(
        String id,
        InitSegment init,
        long initBytes,
        Optional<FrameRate> frameRate,
        TrackTags tags,
        List<Segment> segments) {

    /**
     * A media segment.
     *
     * @param time of its first sample, in the track's units; the segment is named after it
     * @param duration in the track's units
     * @param samples frames of video, packets of audio
     * @param bytes its size
     * @param keyframe where its first picture is; empty for audio, and for what an older version wrote
     */
    public record Segment(long time, long duration, int samples, long bytes, Optional<PictureRange> keyframe) {

        /** Without a keyframe. */
        public Segment(long time, long duration, int samples, long bytes) {
            this(time, duration, samples, bytes, Optional.empty());
        }

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

    /**
     * The track of its keyframes alone: of each segment the first picture, shown until the next one. It is in the same
     * files.
     *
     * @return empty if it is not known of each segment where that is
     */
    public Optional<Track> keyframes() {
        List<Segment> pictures = segments.stream()
                .flatMap(each -> each
                        .keyframe()
                        .map(range -> new Segment(each.time(), each.duration(), 1, range.length(), Optional.of(range)))
                        .stream())
                .toList();
        return pictures.size() == segments.size()
                ? Optional.of(new Track(id, init, initBytes, frameRate, tags, pictures))
                : Optional.empty();
    }

    /** Duration, milliseconds, rounded to the nearest. */
    public long durationMillis() {
        long units = segments.get(segments.size() - 1).end();
        return (units * 1_000 + init.timescale() / 2) / init.timescale();
    }

    /** Number of frames of video or packets of audio. */
    public long samples() {
        return segments.stream().mapToLong(Segment::samples).sum();
    }

    /** Size of the init segment and all segments. */
    public long bytes() {
        return initBytes + segments.stream().mapToLong(Segment::bytes).sum();
    }

    /**
     * Peak bit rate, bits per second: the highest over any run of segments that lasts at least half as long as the
     * longest segment (RFC 8216, 4.3.4.2). So a short last segment, which may be a single keyframe, counts together
     * with the one before it.
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

    /** Average bit rate, bits per second. */
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
