package dev.dashline.encoder.worker;

import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TranscodeVideo;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** A task that this process has taken, and how far it is. Safe for use by many threads. */
final class TaskRun {

    private final EncoderTask task;
    private final TaskTry key;
    private final int number;
    private final String slot;
    private final Instant startedAt;
    private final CancellableWork work = new CancellableWork();
    private volatile long doneMillis;
    private final AtomicBoolean untold = new AtomicBoolean();
    private volatile boolean encoded;

    /**
     * @param number of the slot among those of its lane, from 0
     * @param slot name of the slot, for results and logs
     */
    TaskRun(EncoderTask task, int number, String slot, Instant startedAt) {
        this.task = task;
        this.key = TaskTry.of(task);
        this.number = number;
        this.slot = slot;
        this.startedAt = startedAt;
    }

    EncoderTask task() {
        return task;
    }

    TaskTry key() {
        return key;
    }

    int number() {
        return number;
    }

    String slot() {
        return slot;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** Whether the task failed in this process before, its machine may be the cause, and there are other processes. */
    boolean isForOthers() {
        String process = slot.substring(0, Math.max(0, slot.indexOf('/')));
        return task.getAvoid().contains(process)
                && task.getWorkers() > task.getAvoid().size();
    }

    /** How much of the source it is to encode, in media time; 0 if that is not pictures. */
    long totalMillis() {
        if (!(task.getWork() instanceof TranscodeVideo video)) {
            return 0;
        }
        return task.getPlan()
                .map(plan -> {
                    long first = (long) video.getChunk() * plan.getChunkFrames();
                    long frames = Math.min(plan.getChunkFrames(), plan.getFrames() - first);
                    return Math.max(0, frames) * 1_000 * plan.getFrameRateDen() / plan.getFrameRateNum();
                })
                .orElse(0L);
    }

    /** The part of the run that a cancellation ends. */
    CancellableWork work() {
        return work;
    }

    /** How much of the source it has encoded, in media time. */
    long doneMillis() {
        return doneMillis;
    }

    void progress(long millis) {
        doneMillis = millis;
        untold.set(true);
    }

    /** Whether it has come further since this was asked last. */
    boolean hasProgressed() {
        return untold.getAndSet(false);
    }

    /** Whether it needs no slot any more: what is left is to check and to store what was encoded. */
    boolean isEncoded() {
        return encoded;
    }

    void encoded() {
        encoded = true;
    }
}
