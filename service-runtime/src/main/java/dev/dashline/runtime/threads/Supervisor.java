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
 * Owns the threads of one service, so that none of them can fail unnoticed. Logs every exception of a thread and counts
 * it as {@code dashline.thread.failures}, tagged with the name of the thread (without a number at its end); the thread
 * then continues. If it cannot continue, {@link #fatalError} becomes non-empty: after an {@link OutOfMemoryError} or
 * another error of the JVM, or when a loop has failed more often than its {@link FailureLimit} allows.
 *
 * <p>All threads are daemons. {@link #close} stops the remaining ones, the newest first. Safe for use by any thread.
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
     * Starts a thread that runs rounds without a pause between them. A round that throws is retried without limit,
     * after a growing pause.
     */
    public Loop loop(String name, Work work) {
        return loop(name, FailureLimit.NONE, work);
    }

    /**
     * Starts a thread like {@link #loop(String, Work)}, but makes a {@link #fatalError} of it once it fails more often
     * than the limit allows.
     */
    public Loop loop(String name, FailureLimit limit, Work work) {
        return started(name, work, Rhythm.restless(limit));
    }

    /**
     * Starts a thread that runs a task now and again after each pause of this length, even if the task threw. A stop
     * interrupts it.
     */
    public Loop every(Duration period, String name, Work task) {
        return started(name, task, Rhythm.every(period));
    }

    /**
     * Starts a thread that runs a task once. An exception of the task is a {@link #fatalError}, unless the thread was
     * stopped before. A stop interrupts it.
     */
    public Loop once(String name, Work task) {
        return started(name, task, Rhythm.ONCE);
    }

    /** An executor with a fixed number of threads. Exceptions from {@link ExecutorService#execute} are reported. */
    public ExecutorService pool(String name, int threads) {
        return kept(name, SupervisedPool.fixed(name, threads, factory(name), failures, faults));
    }

    /**
     * An executor with one thread for each running task. Exceptions from {@link ExecutorService#execute} are reported.
     */
    public ExecutorService cached(String name) {
        return kept(name, SupervisedPool.cached(name, factory(name), failures, faults));
    }

    /**
     * An executor for delayed and periodic tasks. Exceptions are reported, and a periodic task runs again after one.
     */
    public ScheduledExecutorService scheduled(String name, int threads) {
        return kept(name, new SupervisedScheduler(name, threads, factory(name), failures, faults));
    }

    /** Empty while the service works; otherwise the first failure that it cannot recover from. */
    public Optional<Throwable> fatalError() {
        return failures.fatalError();
    }

    /**
     * Empty while all essential loops are running; otherwise the name of one that pauses after a failure, and that
     * failure.
     */
    public synchronized Optional<String> notReadyBecause() {
        return supervised.stream()
                .flatMap(one -> one.notReadyBecause().stream())
                .findFirst();
    }

    /**
     * Stops the remaining threads, the newest first, within a few seconds in total. Threads that do not stop are logged
     * and left running. Idempotent.
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
