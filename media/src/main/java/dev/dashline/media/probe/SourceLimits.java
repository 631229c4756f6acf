package dev.dashline.media.probe;

import java.time.Duration;

/**
 * Which sources a deployment accepts.
 *
 * @param pixels of a picture, at most
 * @param duration of a source, at most
 * @param tracks of a source, at most, of all kinds
 * @param probeTime how long ffprobe may take
 */
public record SourceLimits(long pixels, Duration duration, int tracks, Duration probeTime) {

    /** 8K, 12 hours, 64 tracks. */
    public static final SourceLimits DEFAULT =
            new SourceLimits(8_192L * 4_352, Duration.ofHours(12), 64, Duration.ofSeconds(20));
}
