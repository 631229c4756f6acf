package dev.dashline.encoder;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkKind;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.runtime.trace.AttemptSpan.Facts;
import dev.dashline.runtime.trace.AttemptTrace;
import dev.dashline.runtime.trace.AttemptTrace.Interval;
import dev.dashline.runtime.trace.Spans;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Makes a span of each try of a task that another executor does. */
final class TracedTasks implements TaskExecutor {

    private final TaskExecutor executor;
    private final String worker;
    private final Spans spans;
    private final Clock clock;

    /** @param worker name of this process among all workers */
    TracedTasks(TaskExecutor executor, String worker, Spans spans, Clock clock) {
        this.executor = executor;
        this.worker = worker;
        this.spans = spans;
        this.clock = clock;
    }

    @Override
    public TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException {
        Instant start = clock.instant();
        Map<String, String> by = Map.of("dashline.worker", worker);
        Facts facts = Facts.failed("left", by); // cancelled, or it threw
        try {
            TaskOutcome outcome = executor.execute(task, context);
            facts = outcome.asFailed()
                    .map(failed -> Facts.failed(failed.failure().getCode(), by))
                    .orElse(Facts.good(by));
            return outcome;
        } finally {
            spans.add(new AttemptTrace(task.getVideoId(), task.getAttempt())
                    .ofTask(
                            WorkKind.of(task).name().toLowerCase(Locale.ROOT),
                            task.getTaskId(),
                            task.getEpoch(),
                            new Interval(start, clock.instant()),
                            facts));
        }
    }
}
