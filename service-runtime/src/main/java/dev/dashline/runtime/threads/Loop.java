package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that calls its {@link Work} until it is stopped. If a round throws, the loop reports the failure and pauses;
 * the failure ends the thread only if it breaks the service. Safe for use by any thread.
 */
public final class Loop implements Supervised, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

    private final String name;
    private final Work work;
    private final Rhythm rhythm;
    private final ThreadFailures failures;
    private final ThreadFaults faults;
    private final Pauses pauses;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Throwable pausedAfter;

    Loop(String name, Work work, Rhythm rhythm, ThreadFailures failures, ThreadFaults faults, Pauses pauses) {
        this.name = name;
        this.work = work;
        this.rhythm = rhythm;
        this.failures = failures;
        this.faults = faults;
        this.pauses = pauses;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    @Override
    public Optional<String> notReadyBecause() {
        return Optional.ofNullable(pausedAfter)
                .filter(failure -> rhythm.isEssential())
                .map(failure -> name + ": to be tried again after " + failure);
    }

    /** Asks the loop to end after the round that it is at, and returns at once. Idempotent. */
    public void stop() {
        if (stopping.getCount() > 0) {
            stopping.countDown();
            work.wakeUp();
            if (rhythm.interruptedByStop()) {
                thread.interrupt();
            }
        }
    }

    /**
     * Waits for the end of a loop that was stopped.
     *
     * @return whether it has ended in time
     */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(Math.max(1, atMost.toMillis()));
        return !thread.isAlive();
    }

    /**
     * Stops the loop and waits for its end. Interrupts a round that takes too long, and leaves it running if it ignores
     * the interrupt. Idempotent.
     */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    @Override
    public void close(Duration within) {
        stop();
        if (Thread.currentThread() == thread) {
            return; // It ends when this round does.
        }
        try {
            if (!awaitEnd(within)) {
                thread.interrupt();
                if (!awaitEnd(AFTER_INTERRUPT)) {
                    log.atError().addKeyValue("thread", name).log("thread did not stop");
                }
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean goesOn = !isStopping();
            while (goesOn) {
                goesOn = round();
            }
        } finally {
            end();
        }
    }

    /** Whether there is to be another. */
    private boolean round() {
        try {
            faults.reach(name);
            work.step();
        } catch (Throwable failure) {
            return !endsAfter(failure) && !isStopping();
        }
        return !isStopping() && rhythm.afterSuccess().map(wait -> !pause(wait)).orElse(false);
    }

    private boolean endsAfter(Throwable failure) {
        if (ThreadFailures.isFatal(failure)) {
            failures.fatal(name, failure);
            return true;
        }
        if (isStopping()) {
            log.atDebug().addKeyValue("thread", name).setCause(failure).log("round ended by the stop");
            return true;
        }
        Optional<Duration> wait = rhythm.afterFailure(pauses.nanos());
        if (wait.isEmpty()) {
            failures.fatal(name, failure);
            return true;
        }
        failures.failed(name, failure);
        pausedAfter = failure;
        boolean stopped = pause(wait.get());
        pausedAfter = null;
        return stopped;
    }

    /** Whether the loop was stopped meanwhile. An interrupt from elsewhere only ends the pause. */
    private boolean pause(Duration wait) {
        if (wait.isZero()) {
            return false;
        }
        try {
            return pauses.await(stopping, wait);
        } catch (InterruptedException e) {
            return isStopping();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void end() {
        boolean unused = Thread.interrupted(); // What frees resources must not take the stop's interrupt for its own.
        try {
            work.end();
        } catch (Throwable failure) {
            failures.failed(name, failure);
        }
    }
}
