package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The clock and the waits of loops. Tests control them. */
interface Pauses {

    /** Those of the system. */
    Pauses REAL = new Pauses() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public boolean await(CountDownLatch stopping, Duration atMost) throws InterruptedException {
            return stopping.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    /** Nanoseconds of a monotonic clock. */
    long nanos();

    /**
     * Waits until the latch opens or the time is up.
     *
     * @return whether the latch opened before the time was up
     */
    boolean await(CountDownLatch stopping, Duration atMost) throws InterruptedException;
}
