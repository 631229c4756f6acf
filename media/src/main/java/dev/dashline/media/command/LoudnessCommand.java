package dev.dashline.media.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that measures how loud encoded sound is, every 100 ms (EBU R 128). Pure. */
public final class LoudnessCommand {

    private LoudnessCommand() {}

    /**
     * The arguments, without the program.
     *
     * @param list a file that lists the rendition's init segment and its segments, one URL a line
     * @param figures the file for the measurements
     */
    public static List<String> arguments(Path list, Path figures) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        arguments.addAll(CommonOptions.encoded(list));
        arguments.addAll(List.of(
                "-af",
                "ebur128=metadata=1:peak=true:framelog=quiet,ametadata=mode=print:file="
                        + CommonOptions.quoted(figures)));
        arguments.addAll(List.of("-f", "null", "-"));
        return arguments;
    }
}
