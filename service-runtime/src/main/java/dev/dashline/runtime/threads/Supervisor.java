package dev.dashline.runtime.threads;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Owns the threads of one service, so that none of them can fail unseen. What a thread throws is logged and counted as
 * {@code dashline.thread.failures} with the thread's name (without a number at its end), and then the thread goes on.
 * What cannot go on makes {@link #fatalError} non-empty: an {@link OutOfMemoryError} or another error of the JVM, or a
 * loop that has failed more often than its {@link FailureLimit} allows.
 *
 * <p>All threads are daemons. {@link #close} stops those that are left, the newest first. Safe for use by any thread.
 */
public final class Supervisor implements AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final ThreadFailures failures;
    private final ThreadFaults faults;
    private final Pauses pauses;
    /** The newest first. */
    private final Deque<Supervised> supervised = new ArrayDeque<>();

    private boolean closed;

    /** @param meters where failures are counted */
    public Supervisor(MeterRegistry meters) {
        this(meters, ThreadFaults.ofProcess(), Pauses.REAL);
    }

    Supervisor(MeterRegistry meters, ThreadFaults faults, Pauses pauses) {
        this.failures = new ThreadFailures(meters);
        this.faults = faults;
        this.pauses = pauses;
    }

    /**
     * Starts a thread whose rounds follow each other at once. One that throws is tried again after a growing pause, for
     * ever.
     */
    public Loop loop(String name, Work work) {
        return loop(name, FailureLimit.NONE, work);
    }

    /**
     * Starts a thread like {@link #loop(String, Work)} that is a {@link #fatalError} once it fails more often than the
     * limit allows.
     */
    public Loop loop(String name, FailureLimit limit, Work work) {
        return started(name, work, Rhythm.restless(limit));
    }

    /**
     * Starts a thread that runs a task now and again a period after each end, even if it has thrown. A stop interrupts
     * it.
     */
    public Loop every(Duration period, String name, Work task) {
        return started(name, task, Rhythm.every(period));
    }

    /**
     * Starts a thread that runs a task once. What it throws is a {@link #fatalError}, unless it was stopped before. A
     * stop interrupts it.
     */
    public Loop once(String name, Work task) {
        return started(name, task, Rhythm.ONCE);
    }

    /** An executor of so many threads. What a task throws out of {@link ExecutorService#execute} is reported. */
    public ExecutorService pool(String name, int threads) {
        return kept(name, SupervisedPool.fixed(name, threads, factory(name), failures, faults));
    }

    /**
     * An executor of as many threads as tasks run. What a task throws out of {@link ExecutorService#execute} is
     * reported.
     */
    public ExecutorService cached(String name) {
        return kept(name, SupervisedPool.cached(name, factory(name), failures, faults));
    }

    /**
     * An executor for tasks that run later or periodically. What a task throws is reported; a periodic one runs again.
     */
    public ScheduledExecutorService scheduled(String name, int threads) {
        return kept(name, new SupervisedScheduler(name, threads, factory(name), failures, faults));
    }

    /** Empty while the service is sound; otherwise the first failure that it cannot recover from. */
    public Optional<Throwable> fatalError() {
        return failures.fatalError();
    }

    /**
     * Empty while all essential loops are at work; otherwise the name of one that pauses after a failure, and the
     * failure.
     */
    public synchronized Optional<String> notReadyBecause() {
        return supervised.stream()
                .flatMap(one -> one.notReadyBecause().stream())
                .findFirst();
    }

    /**
     * Stops what is left, the newest first, within some seconds for all. What does not stop is logged and left.
     * Idempotent.
     */
    @Override
    public void close() {
        List<Supervised> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(supervised);
            supervised.clear();
        }
        long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
        left.forEach(one -> one.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }

    private Loop started(String name, Work work, Rhythm rhythm) {
        Loop loop = new Loop(name, work, rhythm, failures, faults, pauses);
        keep(loop);
        loop.start();
        return loop;
    }

    private <E extends ExecutorService> E kept(String name, E executor) {
        keep(new SupervisedExecutor(name, executor));
        return executor;
    }

    private synchronized void keep(Supervised one) {
        if (closed) {
            throw new IllegalStateException(one.name() + " cannot start: the service is closing");
        }
        failures.declare(one.name());
        supervised.removeIf(Supervised::hasEnded);
        supervised.addFirst(one);
    }

    private ThreadFactory factory(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, failure) -> failures.failed(name, failure));
            return thread;
        };
    }
}
