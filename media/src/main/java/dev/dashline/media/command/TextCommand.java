package dev.dashline.media.command;

import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.TextTrackPlan;
import java.util.ArrayList;
import java.util.List;

/** The command line that extracts text tracks from a source, each as a WebVTT file with the source's times. Pure. */
public final class TextCommand {

    private TextCommand() {}

    /**
     * The arguments, without the program.
     *
     * @param tracks the ones to extract; those in files of their own are skipped
     */
    public static List<String> arguments(
            MediaPlan plan, List<TextTrackPlan> tracks, TaskFiles files, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(InputGuard.options(plan, files.source(), limits.maxPixels()));
        // Video and audio are not even demuxed.
        arguments.addAll(List.of("-copyts", "-vn", "-an", "-dn"));
        // Otherwise one track that is not in UTF-8 makes the whole run fail.
        arguments.addAll(List.of("-sub_charenc_mode", "ignore"));
        arguments.addAll(List.of("-i", files.source().url()));
        for (TextTrackPlan track : tracks) {
            if (track.origin() instanceof TextTrackPlan.Embedded embedded) {
                arguments.addAll(List.of("-map", "0:" + embedded.stream(), "-c:s", "webvtt", "-f", "webvtt"));
                arguments.add(
                        files.output().toAbsolutePath().resolve(name(track)).toString());
            }
        }
        return arguments;
    }

    /** The name of a track's file. */
    public static String name(TextTrackPlan track) {
        return track.id() + ".vtt";
    }
}
