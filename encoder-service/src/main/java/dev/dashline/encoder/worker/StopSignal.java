package dev.dashline.encoder.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a slot to stop, and says how long its running task may still take. Safe for use by many threads. */
final class StopSignal {

    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Written before {@link #stopping} opens and read after: a thread that sees the slot stopping sees this, too. */
    private volatile long graceEndNanos;

    /** The running task is given back if it does not end within {@code grace}. */
    void stop(Duration grace) {
        graceEndNanos = System.nanoTime() + grace.toNanos();
        stopping.countDown();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Whether the slot is stopping and its running task has had its time. */
    boolean isGraceOver() {
        return isStopping() && System.nanoTime() - graceEndNanos >= 0;
    }

    /** Waits for the signal; false if it does not come within {@code time}. */
    boolean comesWithin(Duration time) throws InterruptedException {
        return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
