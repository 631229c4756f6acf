package dev.dashline.runtime.threads;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as loops see it. Tests set it by hand. */
interface Pauses {

    /** Of the machine. */
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

    /** Nanoseconds of a clock that nobody sets. */
    long nanos();

    /**
     * Waits.
     *
     * @return whether the latch opened before the time was up
     */
    boolean await(CountDownLatch stopping, Duration atMost) throws InterruptedException;
}
