package dev.dashline.encoder;

import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.runtime.trace.AttemptSpan.Facts;
import dev.dashline.runtime.trace.AttemptTrace;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import java.time.Instant;
import java.util.Map;

/** Makes spans of what the scheduler sees. Pure. */
final class QueueSpans {

    private QueueSpans() {}

    /** A task waited for its turn, which it has now. */
    static AttemptSpan waited(QueuedTask task, Instant now) {
        return of("queue", task, task.getReadyAt(), now, Facts.good(Map.of()));
    }

    /**
     * A task was released, and nobody runs it now.
     *
     * @param reason what was seen, for a person
     */
    static AttemptSpan lost(QueuedTask task, String reason, Instant now) {
        return of("lost", task, task.getReleasedAt().orElse(now), now, Facts.failed(reason, Map.of()));
    }

    private static AttemptSpan of(String name, QueuedTask task, Instant start, Instant end, Facts facts) {
        return new AttemptTrace(task.getVideoId(), task.getAttempt())
                .ofTask(name, task.getReady().getTaskId(), task.getReady().getEpoch(), new Interval(start, end), facts);
    }
}
