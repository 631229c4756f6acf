package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.command.Seconds;
import dev.dashline.media.plan.FrameRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which packets of a source are listed: all, or some of a large file that has an index. Pure.
 *
 * @param whole whether all are
 * @param intervals as ffprobe's {@code -read_intervals}; empty for all
 * @param reorders whether packets tell when they are decoded, and FFmpeg has to find out when they are shown
 * @param counted the rate at which pictures are counted that have no times
 * @param longestPause of all tracks at once, microseconds: a longer one is another clock
 */
record ScanPlan(boolean whole, String intervals, boolean reorders, Optional<FrameRate> counted, long longestPause) {

    /** MPEG-TS has a clock that runs. */
    private static final long PAUSE_IN_MPEG_TS = 60_000_000;

    /** Other formats tell how long each picture is to be shown. */
    private static final long PAUSE = 3_600_000_000L;

    /** Bytes that are read in about a second, also from an object store, and kept there for the encoding. */
    private static final long SMALL = 128L << 20;

    private static final int PARTS = 6;

    /** Microseconds: beginning and end tell the rate of what is shorter. */
    private static final long LONG = 120_000_000;

    /** Seconds of the beginning, where all tracks should start. */
    private static final String BEGINNING = "%+20";

    /** Seconds of each other part. */
    private static final String PART = "%+3";

    /**
     * Seeks past any end, as long as it is less than 2^63 nanoseconds: live streams may count from 1970 on. The seek
     * ends at the last keyframe.
     */
    private static final String END = "9000000000%";

    /**
     * Decides for a source.
     *
     * @param format ffprobe's description of the whole file
     */
    static ScanPlan of(JsonNode format) {
        long bytes = format.path("size").asLong(Long.MAX_VALUE);
        String name = format.path("format_name").asText();
        // In MPEG-TS, which has no index, any packet may tell of a new clock or a track that begins late. In formats
        // of sound alone, a seek guesses the time where it ends.
        boolean indexed = name.contains("mp4") || name.contains("matroska");
        if (!indexed || bytes <= SMALL) {
            return all(format);
        }
        List<String> intervals = new ArrayList<>(List.of(BEGINNING));
        long duration = ProbeTimes.micros(format, "duration").orElse(0);
        long start = ProbeTimes.micros(format, "start_time").orElse(0);
        for (int part = 1; duration >= LONG && part < PARTS; part++) {
            intervals.add(Seconds.of(start + duration / PARTS * part) + PART);
        }
        intervals.add(END);
        return new ScanPlan(false, String.join(",", intervals), false, Optional.empty(), PAUSE);
    }

    /** All packets of a source. */
    static ScanPlan all(JsonNode format) {
        String name = format.path("format_name").asText();
        long pause = name.contains("mpegts") ? PAUSE_IN_MPEG_TS : PAUSE;
        return new ScanPlan(true, "", name.equals("avi"), Optional.empty(), pause);
    }

    /** All packets of a source whose pictures have no times. */
    static ScanPlan counting(FrameRate rate) {
        return new ScanPlan(true, "", false, Optional.of(rate), PAUSE);
    }

    /** ffprobe's options. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (reorders) {
            options.addAll(List.of("-fflags", "+genpts"));
        }
        if (!intervals.isEmpty()) {
            options.addAll(List.of("-read_intervals", intervals));
        }
        options.addAll(
                List.of(
                        "-show_entries",
                        "packet=stream_index,codec_type,pts_time,dts_time,duration_time,size,pos,flags:packet_side_data=side_data_type"));
        return options;
    }
}
