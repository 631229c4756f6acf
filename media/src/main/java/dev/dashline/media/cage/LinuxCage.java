package dev.dashline.media.cage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds programs by what Linux lets a process do to itself, without privileges: Landlock for files and ports, a filter
 * of system calls for all other ways out, limits of resources, and no capabilities.
 *
 * @param programs folders of the programs that are started, with their libraries
 * @param filters whether system calls are filtered
 */
record LinuxCage(
        Launcher launcher, Machine machine, CageLimits limits, List<Path> programs, Landlock landlock, boolean filters)
        implements Cage {

    private static final int NO_NEW_PRIVILEGES = 38;
    private static final long CAPABILITIES_VERSION = 0x20080522;
    private static final int PROCESSOR_TIME = 0;
    private static final int FILE_SIZE = 1;
    private static final int DATA = 2;
    private static final int CORE = 4;

    /** From the signal that the program can answer to the one that ends it; seconds. */
    private static final int GRACE = 5;

    LinuxCage {
        programs = List.copyOf(programs);
    }

    @Override
    public Process start(List<String> command, Reach reach, Duration processorTime) throws IOException {
        CallList calls = new CallList(machine);
        calls.call(SystemCall.PRCTL, 0, NO_NEW_PRIVILEGES, 1);
        // The kernel would keep them for root.
        calls.call(SystemCall.CAPSET, 0, calls.words(CAPABILITIES_VERSION), calls.words(0, 0, 0));
        long seconds = Math.max(1, processorTime.toSeconds());
        limit(calls, PROCESSOR_TIME, seconds, seconds + GRACE);
        limit(calls, FILE_SIZE, limits.disk(), limits.disk());
        limit(calls, DATA, limits.memory(), limits.memory());
        limit(calls, CORE, 0, 0);
        if (landlock.version() > 0) {
            landlock.confine(calls, programs, reach);
        }
        if (filters) {
            boolean scoped = landlock.version() >= Landlock.SIGNALS;
            new CallFilter(machine, reach.port().isPresent(), scoped).confine(calls);
        }
        calls.become(command);
        return launcher.start(calls);
    }

    private static void limit(CallList calls, int what, long soft, long hard) {
        calls.call(SystemCall.PRLIMIT64, 0, 0, what, calls.words(soft, hard), 0);
    }

    @Override
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        if (landlock.version() == 0) {
            gaps.add("FFmpeg can read and write what this process can: the kernel has no Landlock.");
        }
        if (!filters) {
            gaps.add("FFmpeg can start processes and open connections: the kernel does not filter system calls.");
        } else if (landlock.version() < Landlock.PORTS) {
            gaps.add("FFmpeg can open TCP connections while it reads a source from a bucket: the kernel has no"
                    + " Landlock of version " + Landlock.PORTS + ".");
        }
        return gaps;
    }
}
