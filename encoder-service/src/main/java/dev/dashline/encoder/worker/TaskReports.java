package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells what becomes of tasks. Each method returns once the brokers have the record, however long they or the registry
 * are away, and ends early only by an interrupt. Safe for use by many threads.
 */
final class TaskReports {

    private static final Logger log = LoggerFactory.getLogger(TaskReports.class);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(100), Duration.ofSeconds(5));
    /** A process that stops has little time. */
    private static final Backoff LAST_BACKOFF = Backoff.every(Duration.ofMillis(100));

    private final WorkerEvents events;
    private final StopSignal stop;

    TaskReports(WorkerEvents events, StopSignal stop) {
        this.events = events;
        this.stop = stop;
    }

    /** A task is about to begin. */
    void begun(TaskRun run) throws InterruptedException {
        int failed = 0;
        while (!isHeard(() -> events.begun(run.task(), run.slot()), run)) {
            pause(++failed);
        }
    }

    /** A task was given up for no fault of its own. */
    void left(TaskRun run) throws InterruptedException {
        int failed = 0;
        while (!isHeard(() -> events.left(run.task(), run.slot()), run)) {
            pause(++failed);
        }
        log.atInfo()
                .addKeyValue("task", run.key().taskId())
                .addKeyValue("slot", run.slot())
                .log("task left to another worker");
    }

    /** A task ended. A result that no record can hold is replaced by a failure, so that something is told. */
    void ended(TaskRun run, TaskOutcome outcome) throws InterruptedException {
        TaskOutcome told = outcome;
        int failed = 0;
        while (true) {
            try {
                events.ended(run.task(), run.slot(), told);
                logEnd(run, told);
                return;
            } catch (ExecutionException e) {
                logUnheard(run, e);
                if (isUnwritable(e)) {
                    told = TaskExecution.broken(
                            "The result of task " + run.key().taskId() + " cannot be written: ", e);
                }
                pause(++failed);
            }
        }
    }

    /** Returns once the brokers have the record. */
    private interface Write {
        void run() throws ExecutionException, InterruptedException;
    }

    private static boolean isHeard(Write write, TaskRun run) throws InterruptedException {
        try {
            write.run();
            return true;
        } catch (ExecutionException e) {
            logUnheard(run, e);
            return false;
        }
    }

    private void pause(int failed) throws InterruptedException {
        if (stop.isStopping()) {
            Sleeper.SYSTEM.sleep(LAST_BACKOFF.after(failed));
        } else {
            stop.comesWithin(BACKOFF.after(failed));
        }
    }

    private static boolean isUnwritable(ExecutionException e) {
        return e.getCause() instanceof RecordTooLargeException || e.getCause() instanceof SerializationException;
    }

    private static void logUnheard(TaskRun run, ExecutionException e) {
        log.atWarn()
                .addKeyValue("task", run.key().taskId())
                .addKeyValue("slot", run.slot())
                .setCause(e)
                .log("result not acknowledged, retrying");
    }

    private static void logEnd(TaskRun run, TaskOutcome outcome) {
        Optional<TaskOutcome.Failed> failed = outcome.asFailed();
        LoggingEventBuilder line = (failed.isPresent() ? log.atWarn() : log.atInfo())
                .addKeyValue("videoId", run.key().videoId())
                .addKeyValue("attempt", run.key().attempt())
                .addKeyValue("task", run.key().taskId())
                .addKeyValue("slot", run.slot())
                .addKeyValue("outcome", outcome.getClass().getSimpleName());
        if (failed.isPresent()) {
            line = line.addKeyValue("code", failed.get().failure().getCode())
                    .addKeyValue("message", failed.get().failure().getMessage());
        }
        line.log("task ended");
    }
}
