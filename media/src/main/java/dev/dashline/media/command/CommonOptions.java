package dev.dashline.media.command;

import dev.dashline.media.plan.MediaPlan;
import java.nio.file.Path;
import java.util.List;

/** Options that several commands share. */
final class CommonOptions {

    private static final String EXIT_ON_ERROR = "-xerror";

    private CommonOptions() {}

    /** Options of the program itself. */
    static List<String> global() {
        return List.of(
                "-hide_banner",
                "-nostdin",
                "-y",
                "-loglevel",
                "level+warning",
                "-nostats",
                "-progress",
                "pipe:1",
                // Seconds between two progress reports. Each is sent to all who watch the video.
                "-stats_period",
                "1",
                // Without it, FFmpeg ends with status 0 on a truncated or damaged source.
                EXIT_ON_ERROR);
    }

    /** Options of the program itself, where it reads the source of a plan. */
    static List<String> global(MediaPlan plan) {
        return global().stream()
                .filter(option -> !plan.conceals() || !option.equals(EXIT_ON_ERROR))
                .toList();
    }

    /**
     * An input that Dashline encoded: any error in it ends the run.
     *
     * @param list a file that lists an init segment and segments, one URL a line
     */
    static List<String> encoded(Path list) {
        return List.of(
                "-threads",
                "1",
                "-err_detect",
                "explode",
                "-format_whitelist",
                "mov",
                "-protocol_whitelist",
                "concatf,file",
                "-i",
                "concatf:" + list.toAbsolutePath());
    }

    /**
     * The end of a command: CMAF segments, each under its name once it is whole.
     *
     * <p>With {@code frag_discont} each segment has its absolute time, and all chunks get the same init segment, byte
     * by byte. With {@code negative_cts_offsets} the first picture is shown at exactly that time, without an edit list.
     */
    static List<String> dash(String segmentSeconds, Path folder) {
        return List.of(
                "-bitexact",
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
                "-f",
                "dash",
                "-format_options",
                "movflags=+frag_discont+negative_cts_offsets",
                "-use_template",
                "1",
                "-use_timeline",
                "1",
                "-seg_duration",
                segmentSeconds,
                "-init_seg_name",
                "$RepresentationID$/" + SegmentFiles.INIT,
                "-media_seg_name",
                "$RepresentationID$/" + SegmentFiles.TEMPLATE,
                folder.toAbsolutePath().resolve("chunk.mpd").toString());
    }

    /** A file in an option of a filter. FFmpeg unquotes it twice: as it parses the graph, and the options. */
    static String quoted(Path file) {
        String option = file.toAbsolutePath()
                .toString()
                .replace("\\", "\\\\")
                .replace(":", "\\:")
                .replace("'", "\\'");
        return "'" + option.replace("'", "'\\''") + "'";
    }
}
