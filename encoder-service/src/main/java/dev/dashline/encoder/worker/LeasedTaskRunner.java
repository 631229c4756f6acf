package dev.dashline.encoder.worker;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.ffmpeg.ExitStatus;
import dev.dashline.runtime.faults.PausePoint;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the task of one lease after the other, and keeps the lease alive while its task runs. Used by the slot's thread
 * only.
 *
 * <p>A lease ends by a settlement: the task is reported as ended, given back, or dropped because its attempt is over.
 * All methods that settle return whether the consumer is still good for another lease.
 */
final class LeasedTaskRunner {

    private static final Logger log = LoggerFactory.getLogger(LeasedTaskRunner.class);
    private static final Duration CHECK_EVERY = Duration.ofMillis(100);
    /** How much later than FFmpeg this process may be asked to stop, when both are. */
    private static final Duration STOP_DELAY = Duration.ofSeconds(1);

    private final String slot;
    private final WorkerTools tools;
    private final StopSignal stop;
    private final LeaseSettlement settlement;
    private final Duration renewEvery;

    /**
     * @param slot name of the slot, for results and logs
     * @param renewEvery how often a lease is renewed
     */
    LeasedTaskRunner(String slot, WorkerTools tools, StopSignal stop, LeaseSettlement settlement, Duration renewEvery) {
        this.slot = slot;
        this.tools = tools;
        this.stop = stop;
        this.settlement = settlement;
        this.renewEvery = renewEvery;
    }

    /** Runs the task in a record, and settles its lease. */
    boolean run(ConsumerRecord<byte[], byte[]> record, Lease lease) throws InterruptedException {
        try {
            EncoderTask task = tools.decode(record);
            if (stop.isStopping()) {
                return settlement.giveBack(task, lease);
            }
            if (hasEnded(task)) {
                return lease.accept();
            }
            return run(task, lease);
        } catch (UndecodableTaskException e) {
            return settlement.putAside(record, e, lease);
        }
    }

    private boolean run(EncoderTask task, Lease lease) throws InterruptedException {
        log.atInfo()
                .addKeyValue("videoId", task.getVideoId())
                .addKeyValue("attempt", task.getAttempt())
                .addKeyValue("task", task.getTaskId())
                .addKeyValue("slot", slot)
                .addKeyValue("epoch", task.getEpoch())
                .log("task leased");
        PausePoint.LEASED.reach();
        TaskContext context = doneMillis -> {
            PausePoint.ENCODING.reach();
            tools.events().progress(task, slot, doneMillis);
        };
        RunningTask running = RunningTask.start(task, tools.executor(), context, tools.threads());
        try {
            return awaitEnd(task, running, lease);
        } finally {
            running.cancel();
        }
    }

    private boolean awaitEnd(EncoderTask task, RunningTask running, Lease lease) throws InterruptedException {
        tools.events().alive(task, slot);
        long renewedAt = System.nanoTime();
        while (!running.endsWithin(CHECK_EVERY)) {
            if (stop.isGraceOver()) {
                running.cancel();
                return settlement.giveBack(task, lease);
            }
            if (hasEnded(task)) {
                running.cancel();
                return lease.accept();
            }
            if (System.nanoTime() - renewedAt >= renewEvery.toNanos()) {
                if (!lease.renew()) {
                    // Another slot may run the task by now.
                    tools.events().left(task, slot);
                    return false;
                }
                renewedAt = System.nanoTime();
                tools.events().alive(task, slot);
            }
        }
        Optional<TaskOutcome> outcome = running.outcome();
        if (outcome.isEmpty() || isCutShort(outcome.get())) {
            return settlement.giveBack(task, lease);
        }
        return settlement.report(task, outcome.get(), lease);
    }

    private boolean hasEnded(EncoderTask task) {
        return tools.endedAttempts().hasEnded(task.getVideoId(), task.getAttempt());
    }

    /**
     * Whether a task failed only because this process is stopping. FFmpeg may be asked to end a moment before this
     * process is.
     */
    private boolean isCutShort(TaskOutcome outcome) throws InterruptedException {
        Optional<TaskOutcome.Failed> failed = outcome.asFailed();
        if (failed.isPresent() && ExitStatus.isAskedToEnd(failed.get().exitCode())) {
            return stop.comesWithin(STOP_DELAY);
        }
        return failed.isPresent() && stop.isStopping();
    }
}
