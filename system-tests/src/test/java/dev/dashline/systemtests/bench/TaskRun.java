package dev.dashline.systemtests.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try of a task, by the clocks of the workers.
 *
 * @param worker host, process and slot
 * @param endedAt when its result was made; empty if there is none
 */
record TaskRun(String videoId, String taskId, String worker, Instant begunAt, Optional<Instant> endedAt) {

    /** Whether it encodes, and so needs a slot. */
    boolean isEncoding() {
        return taskId.startsWith("video-");
    }

    /** Whether this process ran it. */
    boolean isOf(long pid) {
        return worker.contains("-" + pid + "-");
    }

    /** How long it took; empty if it has not ended. */
    Optional<Duration> time() {
        return endedAt.map(end -> Duration.between(begunAt, end));
    }
}
