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
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task on a thread of its own, so that the slot's thread stays free to renew the lease. Whatever the executor throws
 * becomes a failed outcome. Safe for use by many threads.
 */
final class RunningTask {

    private static final Logger log = LoggerFactory.getLogger(RunningTask.class);
    private static final int DETAIL_CHARACTERS = 4_000;

    private final EncoderTask task;
    private final TaskExecutor executor;
    private final TaskContext context;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Future<?> thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable TaskOutcome outcome;

    private RunningTask(EncoderTask task, TaskExecutor executor, TaskContext context) {
        this.task = task;
        this.executor = executor;
        this.context = context;
    }

    static RunningTask start(EncoderTask task, TaskExecutor executor, TaskContext context, ExecutorService threads) {
        RunningTask running = new RunningTask(task, executor, context);
        running.thread = threads.submit(running::run);
        return running;
    }

    /** Waits for the end of the task; false if it does not come within {@code time}. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Cancels the task, if it has not ended, and returns once its thread has cleaned up. */
    void cancel() throws InterruptedException {
        if (begun.compareAndSet(false, true)) {
            ended.countDown(); // It was cancelled before its thread came to it.
        }
        if (thread != null) {
            thread.cancel(true);
        }
        ended.await();
    }

    /** How it ended; empty if it was cancelled or has not ended. */
    Optional<TaskOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Catches errors, too: a task without an outcome would be given back and run for ever. */
    @SuppressWarnings("CatchingUnchecked") // the boundary at which a bug becomes a reported failure
    private void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try (LogContext ignored = LogContext.of(task.getVideoId(), task.getAttempt())) {
            outcome = executor.execute(task, context);
        } catch (InterruptedException e) {
            log.atInfo().addKeyValue("task", task.getTaskId()).log("task cancelled");
        } catch (Throwable e) {
            log.atError().addKeyValue("task", task.getTaskId()).setCause(e).log("task threw an exception");
            outcome = new TaskOutcome.Failed(
                    internal("The encoder broke on task " + task.getTaskId() + ": " + e, stackTrace(e)),
                    OptionalInt.empty());
        } finally {
            ended.countDown();
        }
    }

    private static Failure internal(String message, String detail) {
        FailureCode code = FailureCode.INTERNAL;
        return Failure.newBuilder()
                .setStage(code.usualStage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(message)
                .setDetail(detail)
                .build();
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        String all = text.toString();
        return all.substring(0, Math.min(DETAIL_CHARACTERS, all.length()));
    }
}
