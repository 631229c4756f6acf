package dev.dashline.media.command;

import dev.dashline.media.plan.MediaPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines that measure how loud sound is, every 100 ms (EBU R 128). Pure. */
public final class LoudnessCommand {

    private LoudnessCommand() {}

    /**
     * The arguments, without the program, for a track of a source, as its encoder would get it.
     *
     * @param figures the file for the measurements
     */
    public static List<String> ofSource(
            MediaPlan plan, int track, MediaInput source, Path figures, EncodeLimits limits) {
        List<String> arguments = new ArrayList<>(AudioTrackCommand.decoded(plan, track, source, limits));
        arguments.addAll(
                List.of("-filter_complex", "[sound]" + measured(figures) + "[measured]", "-map", "[measured]"));
        arguments.addAll(List.of("-f", "null", "-"));
        return arguments;
    }

    /**
     * The arguments, without the program, for sound that Dashline encoded.
     *
     * @param list a file that lists the rendition's init segment and its segments, one URL a line
     * @param figures the file for the measurements
     */
    public static List<String> ofEncoded(Path list, Path figures) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(CommonOptions.encoded(list));
        arguments.addAll(List.of("-af", measured(figures), "-f", "null", "-"));
        return arguments;
    }

    private static String measured(Path figures) {
        return "ebur128=metadata=1:peak=true:framelog=quiet,ametadata=mode=print:file=" + CommonOptions.quoted(figures);
    }
}
