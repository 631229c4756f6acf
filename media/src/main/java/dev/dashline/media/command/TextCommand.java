package dev.dashline.media.command;

import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.TextTrackPlan;
import java.util.ArrayList;
import java.util.List;

/** The command line that takes text tracks out of a source, each as a WebVTT file with the source's own times. Pure. */
public final class TextCommand {

    private TextCommand() {}

    /**
     * The arguments, the program not among them.
     *
     * @param tracks those of the plan to take; the ones in files of their own are passed over
     */
    public static List<String> arguments(
            MediaPlan plan, List<TextTrackPlan> tracks, TaskFiles files, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(
                plan.isSoundOnly()
                        ? InputGuard.soundOptions(files.source(), limits.maxPixels())
                        : InputGuard.options(files.source(), limits.maxPixels()));
        // Pictures and sound are not even read.
        arguments.addAll(List.of("-copyts", "-vn", "-an", "-dn"));
        // Otherwise one track that is not in UTF-8 is an error of the whole source.
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

    /** What a track's file is called. */
    public static String name(TextTrackPlan track) {
        return track.id() + ".vtt";
    }
}
