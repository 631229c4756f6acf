package dev.dashline.media.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that decodes what was encoded, and fails at the first thing that is wrong with it. Pure.
 *
 * <p>Of the first input every frame is decoded; of the others, for the sake of time, the keyframes only.
 */
public final class DecodeCommand {

    private DecodeCommand() {}

    /**
     * The arguments, the program not among them.
     *
     * @param lists for each rendition a file that lists its init segment and its segments, one URL a line
     */
    public static List<String> arguments(List<Path> lists) {
        List<String> arguments = new ArrayList<>(CommonOptions.global());
        for (int input = 0; input < lists.size(); input++) {
            if (input > 0) {
                arguments.addAll(List.of("-discard", "nokey"));
            }
            arguments.addAll(CommonOptions.encoded(lists.get(input)));
        }
        for (int input = 0; input < lists.size(); input++) {
            arguments.addAll(List.of("-map", input + ":0"));
        }
        arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        return arguments;
    }
}
