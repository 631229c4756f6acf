package dev.dashline.media.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that decodes encoded renditions and fails at the first error. Pure.
 *
 * <p>Every frame of the first input is decoded; of the others, to save time, only the keyframes.
 */
public final class DecodeCommand {

    private DecodeCommand() {}

    /**
     * The arguments, without the program.
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
