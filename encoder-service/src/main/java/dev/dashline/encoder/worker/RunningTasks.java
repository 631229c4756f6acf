package dev.dashline.encoder.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.encoder.EncoderTask;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The slots of one lane, and its tasks. A task leaves its slot when it has encoded, so that the next one begins while
 * the result is checked and stored. It stays here until its end is told: the heartbeat names all that is here. Safe for
 * use by many threads.
 */
final class RunningTasks {

    private final String prefix;
    private final int slots;
    private final Clock clock;
    private final Runnable changed;

    @GuardedBy("this")
    private final Map<TaskTry, TaskRun> running = new LinkedHashMap<>();

    @GuardedBy("this")
    private final BitSet taken = new BitSet();

    @GuardedBy("this")
    private boolean served;

    /**
     * @param prefix what comes before the number in the name of a slot
     * @param slots how many tasks run at a time, at least 1
     * @param changed called after each change, by the thread that made it; it must not wait
     */
    RunningTasks(String prefix, int slots, Clock clock, Runnable changed) {
        this.prefix = prefix;
        this.slots = slots;
        this.clock = clock;
        this.changed = changed;
    }

    /** How many tasks can run at a time. */
    int slots() {
        return slots;
    }

    /** How many tasks the brokers may send here at a time: {@link #slots}, or 0 while they do not serve the lane. */
    synchronized int servedSlots() {
        return served ? slots : 0;
    }

    /** Notes whether the brokers hand out tasks to this lane. */
    void serve(boolean now) {
        synchronized (this) {
            if (served == now) {
                return;
            }
            served = now;
        }
        changed.run();
    }

    /** Waits until a slot is free; false if none is within {@code time}. */
    boolean awaitFree(Duration time) throws InterruptedException {
        return await(() -> free() > 0, time);
    }

    /** Waits until no task is left; false if there still is one after {@code time}. */
    boolean awaitNone(Duration time) throws InterruptedException {
        return await(this::isIdle, time);
    }

    /**
     * Puts a task into a free slot.
     *
     * @return empty if this very try of the task runs here already
     * @throws IllegalStateException if no slot is free
     */
    Optional<TaskRun> begin(EncoderTask task) {
        TaskRun run;
        synchronized (this) {
            if (running.containsKey(TaskTry.of(task))) {
                return Optional.empty();
            }
            int number = taken.nextClearBit(0);
            if (number >= slots) {
                throw new IllegalStateException("all " + slots + " slots " + prefix + "… are taken");
            }
            taken.set(number);
            run = new TaskRun(task, number, prefix + number, clock.instant());
            running.put(run.key(), run);
        }
        changed.run();
        return Optional.of(run);
    }

    /**
     * Frees the slot of a task that has encoded, unless as many tasks as there are slots are being checked and stored
     * already: a store that is slow must not make them ever more. Idempotent.
     */
    void encoded(TaskRun run) {
        synchronized (this) {
            if (!running.containsValue(run) || run.isEncoded() || running.size() >= taken.cardinality() + slots) {
                return;
            }
            run.encoded();
            taken.clear(run.number());
            notifyAll();
        }
        changed.run();
    }

    /** Forgets a task whose end the brokers know, or that nobody waits for. Idempotent. */
    void end(TaskRun run) {
        synchronized (this) {
            if (!running.remove(run.key(), run)) {
                return;
            }
            if (!run.isEncoded()) {
                taken.clear(run.number());
            }
            notifyAll();
        }
        changed.run();
    }

    /** Cancels the tasks of an attempt that has ended. */
    void cancel(String videoId, int attempt) {
        all().stream()
                .filter(run -> run.key().isOf(videoId, attempt))
                .forEach(run -> run.work().cancel());
    }

    /** Cancels this try of a task if it is here. */
    void cancel(TaskTry task) {
        all().stream()
                .filter(run -> run.key().equals(task))
                .forEach(run -> run.work().cancel());
    }

    /** Cancels everything that is here now. */
    void cancelAll() {
        all().forEach(run -> run.work().cancel());
    }

    /** What is here now, in the order in which it came. */
    synchronized List<TaskRun> all() {
        return List.copyOf(running.values());
    }

    /** How many slots are taken now. */
    synchronized int busySlots() {
        return taken.cardinality();
    }

    /** How many slots are free now. Only the thread that calls {@link #begin} makes it less. */
    synchronized int free() {
        return slots - taken.cardinality();
    }

    private synchronized boolean isIdle() {
        return running.isEmpty();
    }

    private synchronized boolean await(BooleanSupplier condition, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        }
        return true;
    }
}
