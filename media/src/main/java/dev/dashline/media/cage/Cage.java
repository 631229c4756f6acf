package dev.dashline.media.cage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Starts programs and holds them. Implementations are safe for use by many threads. */
public interface Cage {

    /**
     * Starts a program without input, with an empty environment.
     *
     * @param command the program and its arguments
     * @param reach what the program may touch
     * @param processorTime how long it may keep processors busy
     * @throws IOException if it cannot be started
     */
    Process start(List<String> command, Reach reach, Duration processorTime) throws IOException;

    /** What each program may use, as far as the cage can hold it to that. */
    CageLimits limits();

    /** What it cannot hold programs to on this machine, each a sentence; empty if there is no such thing. */
    List<String> gaps();

    /** Holds nothing back but the environment. */
    static Cage open() {
        return new OpenCage(CageLimits.DEFAULT, List.of());
    }
}
