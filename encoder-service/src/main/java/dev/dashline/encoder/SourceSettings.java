package dev.dashline.encoder;

import dev.dashline.media.SourceLimits;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.time.Duration;
import java.util.List;

/** Settings that say which sources are taken. */
final class SourceSettings {

    private static final Setting<Integer> PIXELS = Setting.integer(
                    SourceLimits.PIXELS,
                    "Pixels of the largest picture that a source may have, width times height. Each task needs some"
                            + " dozens of bytes for each.",
                    1,
                    Integer.MAX_VALUE)
            .withDefault(Long.toString(SourceLimits.DEFAULT.pixels()));

    private static final Setting<Duration> DURATION = Setting.duration(
                    SourceLimits.DURATION, "How long a source may last.")
            .withDefault(SourceLimits.DEFAULT.duration().toHours() + "h");

    private static final Setting<Integer> TRACKS = Setting.integer(
                    SourceLimits.TRACKS,
                    "Tracks of video, sound and text that a source may have. Covers, attached files and data do not"
                            + " count.",
                    1,
                    1_000)
            .withDefault(Integer.toString(SourceLimits.DEFAULT.tracks()));

    private static final Setting<Duration> PROBE_TIME = Setting.duration(
                    SourceLimits.PROBE_TIME,
                    "How long one look of ffprobe at a source may take, beside a second for each MB of it. Time in"
                            + " which an object store does not answer does not count.")
            .withDefault(SourceLimits.DEFAULT.probeTime().toMinutes() + "m");

    /** Every setting that {@link #from} reads. */
    static final List<Setting<?>> ALL = List.of(PIXELS, DURATION, TRACKS, PROBE_TIME);

    private SourceSettings() {}

    static SourceLimits from(Settings settings) {
        return new SourceLimits(
                settings.get(PIXELS), settings.get(DURATION), settings.get(TRACKS), settings.get(PROBE_TIME));
    }
}
