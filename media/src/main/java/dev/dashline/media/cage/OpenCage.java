package dev.dashline.media.cage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Holds nothing back but the environment: for systems other than Linux, and where that is asked for. */
record OpenCage(CageLimits limits, List<String> gaps) implements Cage {

    /** Windows starts no program without it. */
    private static final String SYSTEM_ROOT = "SystemRoot";

    OpenCage {
        gaps = List.copyOf(gaps);
    }

    @Override
    public Process start(List<String> command, Reach reach, Duration processorTime) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> !name.equalsIgnoreCase(SYSTEM_ROOT));
        return builder.start();
    }
}
