package dev.dashline.media.ffmpeg;

import java.util.OptionalInt;
import java.util.Set;

/** What the exit status of a program says of who ended it. Pure. */
public final class ExitStatus {

    /**
     * HUP, INT, TERM, and what FFmpeg ends with when it has caught one of them. Ctrl-C and a service manager send them to a service and to its
     * children at one time.
     */
    private static final Set<Integer> ASKED_TO_END = Set.of(128 + 1, 128 + 2, 128 + 15, 255);

    private static final int KILLED = 128 + 9;

    private ExitStatus() {}

    /** Whether somebody asked the program to end, as happens when all of the service has to. */
    public static boolean isAskedToEnd(OptionalInt status) {
        return status.isPresent() && ASKED_TO_END.contains(status.getAsInt());
    }

    /**
     * Whether that the program ended is this machine's doing, whatever the program said before: killed for want of memory, say. A crash is not:
     * without one good picture, for example, FFmpeg's DASH muxer divides by zero.
     */
    public static boolean isByOthers(OptionalInt status) {
        return isAskedToEnd(status) || (status.isPresent() && status.getAsInt() == KILLED);
    }
}
