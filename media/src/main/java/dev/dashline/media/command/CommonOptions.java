package dev.dashline.media.command;

import java.nio.file.Path;
import java.util.List;

/** What all encoding commands have in common. */
final class CommonOptions {

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
                // Seconds between two words of progress. Each goes through a topic to everybody who watches.
                "-stats_period",
                "1",
                // Without it, a truncated or damaged source ends with status 0.
                "-xerror");
    }

    /**
     * An input that is what was encoded before, in which nothing may be wrong.
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
     * The end of a command: CMAF segments under their final names.
     *
     * <p>{@code frag_discont} has each segment tell its absolute time, and makes all chunks' init segments the same bytes.
     * {@code negative_cts_offsets} has the first picture shown at just that time, without an edit list.
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
                "$RepresentationID$/init.mp4",
                "-media_seg_name",
                "$RepresentationID$/$Time$.m4s",
                folder.toAbsolutePath().resolve("chunk.mpd").toString());
    }
}
