package dev.dashline.encoder.ffmpeg;

import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.TextTrack;
import java.util.ArrayList;
import java.util.List;

/** The command line that takes all text tracks out of a source, each as a WebVTT file with the source's own times. Pure. */
public final class TextCommand {

    private TextCommand() {}

    /** The arguments, the program not among them. */
    public static List<String> arguments(EncodingPlan plan, TaskFiles files, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(
                plan.getVideoStream() < 0
                        ? InputGuard.soundOptions(files.source(), limits.maxPixels())
                        : InputGuard.options(files.source(), limits.maxPixels()));
        // Pictures and sound are not even read.
        arguments.addAll(List.of("-copyts", "-vn", "-an", "-dn"));
        arguments.addAll(List.of("-i", files.source().url()));
        for (TextTrack track : plan.getTextTracks()) {
            track.getStream().ifPresent(stream -> {
                arguments.addAll(List.of("-map", "0:" + stream, "-c:s", "webvtt", "-f", "webvtt"));
                arguments.add(
                        files.output().toAbsolutePath().resolve(name(track)).toString());
            });
        }
        return arguments;
    }

    /** What a track's file is called. */
    public static String name(TextTrack track) {
        return track.getId() + ".vtt";
    }
}
