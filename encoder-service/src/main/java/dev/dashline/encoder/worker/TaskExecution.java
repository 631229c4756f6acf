package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.Failure;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.runtime.log.LogContext;
import dev.dashline.schemas.FailureCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the executor, and makes a failed outcome of whatever it throws. Safe for use by many threads. */
final class TaskExecution {

    private static final Logger log = LoggerFactory.getLogger(TaskExecution.class);
    private static final int DETAIL_CHARACTERS = 4_000;

    private final TaskExecutor executor;

    TaskExecution(TaskExecutor executor) {
        this.executor = executor;
    }

    /**
     * Does a task. Catches errors, too: a task without an outcome would be run for ever.
     *
     * @throws InterruptedException if the thread was interrupted; the executor has cleaned up
     */
    @SuppressWarnings("CatchingUnchecked") // the boundary at which a bug becomes a reported failure
    TaskOutcome execute(EncoderTask task, TaskContext context) throws InterruptedException {
        try (LogContext ignored = LogContext.of(task.getVideoId(), task.getAttempt())) {
            return executor.execute(task, context);
        } catch (InterruptedException e) {
            log.atInfo().addKeyValue("task", task.getTaskId()).log("task cancelled");
            throw e;
        } catch (Throwable e) {
            log.atError().addKeyValue("task", task.getTaskId()).setCause(e).log("task threw an exception");
            return broken("The encoder broke on task " + task.getTaskId() + ": ", e);
        }
    }

    /** The outcome of a task that met a bug. */
    static TaskOutcome broken(String what, Throwable cause) {
        FailureCode code = FailureCode.INTERNAL;
        Failure failure = Failure.newBuilder()
                .setStage(code.usualStage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(what + cause)
                .setDetail(stackTrace(cause))
                .build();
        return new TaskOutcome.Failed(failure, OptionalInt.empty());
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        String all = text.toString();
        return all.substring(0, Math.min(DETAIL_CHARACTERS, all.length()));
    }
}
