package dev.dashline.media;

import java.time.Duration;

/**
 * Which sources a deployment accepts.
 *
 * @param pixels of a picture, at most
 * @param duration of a source, at most
 * @param tracks of a source, at most: of video, sound and text. Covers, attached files and data do not count
 * @param probeTime how long one run of ffprobe may take, beside a second for each MB of the source
 */
public record SourceLimits(long pixels, Duration duration, int tracks, Duration probeTime) {

    /** Names of the settings, so that a message can tell which limit stands in the way. */
    public static final String PIXELS = "MAX_SOURCE_PIXELS";

    public static final String DURATION = "MAX_SOURCE_DURATION";
    public static final String TRACKS = "MAX_SOURCE_TRACKS";
    public static final String PROBE_TIME = "PROBE_TIMEOUT";

    /** 8K, a day, 64 tracks. */
    public static final SourceLimits DEFAULT =
            new SourceLimits(8_192L * 4_352, Duration.ofHours(24), 64, Duration.ofMinutes(2));
}
