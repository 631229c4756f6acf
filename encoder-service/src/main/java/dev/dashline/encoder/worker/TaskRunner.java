package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.media.ffmpeg.ExitStatus;
import dev.dashline.runtime.faults.PausePoint;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks, each on a thread of its own: tells that it begins, does it, and tells how it ended. Its slot is free
 * from when it has encoded, or at its end. Safe for use by many threads.
 *
 * <p>A task whose end cannot be told stays until the process has ended. The heartbeat names it until then, and the
 * silence after that tells the scheduler.
 */
final class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);
    /** How much later than FFmpeg this process may be asked to stop, when both are. */
    private static final Duration STOP_DELAY = Duration.ofSeconds(1);

    private final WorkerTools tools;
    private final TaskExecution execution;
    private final TaskReports reports;
    private final StopSignal stop;

    TaskRunner(WorkerTools tools, StopSignal stop) {
        this.tools = tools;
        this.execution = new TaskExecution(tools.executor());
        this.reports = new TaskReports(tools.events(), stop);
        this.stop = stop;
    }

    /**
     * Begins a task on another thread.
     *
     * @param tasks where its slot is freed at the end
     */
    void start(TaskRun run, RunningTasks tasks) {
        boolean started = false;
        try {
            tools.threads().execute(() -> run(run, tasks));
            started = true;
        } finally {
            if (!started) {
                tasks.end(run); // There is no thread for it; the scheduler finds that its result does not come.
            }
        }
    }

    private void run(TaskRun run, RunningTasks tasks) {
        try {
            if (!stop.isStopping() && !hasEnded(run) && !run.isForOthers()) {
                settle(run, run.work().run(() -> work(run, tasks)));
            } else {
                settle(run, Optional.empty());
            }
            tasks.end(run);
        } catch (InterruptedException e) {
            log.atWarn()
                    .addKeyValue("task", run.key().taskId())
                    .addKeyValue("slot", run.slot())
                    .log("process ends before the end of the task is told");
            Thread.currentThread().interrupt();
        }
    }

    private TaskOutcome work(TaskRun run, RunningTasks tasks) throws InterruptedException {
        log.atInfo()
                .addKeyValue("videoId", run.key().videoId())
                .addKeyValue("attempt", run.key().attempt())
                .addKeyValue("task", run.key().taskId())
                .addKeyValue("slot", run.slot())
                .addKeyValue("epoch", run.key().epoch())
                .log("task leased");
        PausePoint.LEASED.reach();
        reports.begun(run);
        TaskContext context = new TaskContext() {
            @Override
            public void progress(long doneMillis) {
                PausePoint.ENCODING.reach();
                run.progress(doneMillis);
            }

            @Override
            public void encoded() {
                tasks.encoded(run);
            }
        };
        TaskOutcome outcome = execution.execute(run.task(), context);
        tools.events().progress(run); // The sum over all tasks is to come to the whole.
        return outcome;
    }

    /** Tells what became of the task, unless nobody wants to know. */
    private void settle(TaskRun run, Optional<TaskOutcome> outcome) throws InterruptedException {
        if (hasEnded(run)) {
            return;
        }
        if (outcome.isEmpty() || isCutShort(run, outcome.get())) {
            reports.left(run);
            return;
        }
        PausePoint.UPLOADED.reach();
        reports.ended(run, outcome.get());
        PausePoint.REPORTED.reach();
    }

    private boolean hasEnded(TaskRun run) {
        return tools.endedAttempts().hasEnded(run.key().videoId(), run.key().attempt());
    }

    /**
     * Whether a task failed only because this process is stopping. FFmpeg may be asked to end a moment before this
     * process is.
     */
    private boolean isCutShort(TaskRun run, TaskOutcome outcome) throws InterruptedException {
        Optional<TaskOutcome.Failed> failed = outcome.asFailed();
        if (failed.isEmpty()) {
            return false;
        }
        if (run.work().isCancelled() || stop.isStopping()) {
            return true;
        }
        return ExitStatus.isAskedToEnd(failed.get().exitCode()) && stop.comesWithin(STOP_DELAY);
    }
}
