package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.Optional;

/** Threads of one name. The supervisor stops them unless their user already has. */
interface Supervised {

    /** The name of the threads in logs and metrics. */
    String name();

    /** Whether all threads have ended and no new ones will start. */
    boolean hasEnded();

    /** Why the service cannot work, if these threads are the reason; otherwise empty. */
    Optional<String> notReadyBecause();

    /**
     * Stops the threads and waits for their end, up to a limit. After that, interrupts and logs those that are still
     * running.
     */
    void close(Duration within);
}
