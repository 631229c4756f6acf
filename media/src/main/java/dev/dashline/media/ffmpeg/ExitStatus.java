package dev.dashline.media.ffmpeg;

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What a program's exit status says about who ended it. Pure. */
public final class ExitStatus {

    /**
     * HUP, INT, TERM, and what FFmpeg ends with after it has caught one of them. Ctrl-C and service managers send them
     * to a service and its children at the same time.
     */
    private static final Set<Integer> ASKED_TO_END = Set.of(128 + 1, 128 + 2, 128 + 15, 255);

    private static final int KILLED = 128 + 9;

    private static final int SIGNAL = 128;

    /** What became of a program, by the signal that ended it. */
    private static final Map<Integer, String> ENDS = Map.of(
            4, "crashed: this processor does not know one of its instructions",
            6, "crashed: it found a mistake of its own and gave up",
            7, "crashed: it read memory or a file that was gone",
            8, "crashed: it divided by zero",
            9, "was killed from outside, as happens where memory runs out",
            11, "crashed: it read memory that it did not have");

    private ExitStatus() {}

    /**
     * A sentence about how a program ended.
     *
     * @param program its name
     */
    public static String sentence(String program, OptionalInt status) {
        int number = status.orElse(-1);
        String end = ENDS.get(number - SIGNAL);
        return end == null
                ? program + " ended with status " + number + "."
                : program + " " + end + " (signal " + (number - SIGNAL) + ").";
    }

    /** Whether the program was asked to end, as happens when the whole service is. */
    public static boolean isAskedToEnd(OptionalInt status) {
        return status.isPresent() && ASKED_TO_END.contains(status.getAsInt());
    }

    /**
     * Whether the program was ended from outside, by a signal or for lack of memory, so that nothing it wrote before
     * explains its end. A crash is not: for example, FFmpeg's DASH muxer divides by zero when a source has not one good
     * picture.
     */
    public static boolean isFromOutside(OptionalInt status) {
        return isAskedToEnd(status) || (status.isPresent() && status.getAsInt() == KILLED);
    }
}
