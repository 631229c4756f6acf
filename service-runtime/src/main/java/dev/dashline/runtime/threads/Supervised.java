package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.Optional;

/** Threads of one name, to be stopped by the supervisor unless their user has done so. */
interface Supervised {

    /** Of the threads, as it stands in logs and metrics. */
    String name();

    /** Whether no thread is left and none will come. */
    boolean hasEnded();

    /** What keeps the service from its work, if these threads do. */
    Optional<String> notReadyBecause();

    /**
     * Stops the threads and waits for their end, but no longer than this. What is left then is interrupted and logged.
     */
    void close(Duration within);
}
