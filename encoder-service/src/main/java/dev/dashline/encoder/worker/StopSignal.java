package dev.dashline.encoder.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells all parts of a worker that its process is to stop. Safe for use by many threads. */
final class StopSignal {

    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Idempotent. */
    void stop() {
        stopping.countDown();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits for the signal; false if it does not come within {@code time}. */
    boolean comesWithin(Duration time) throws InterruptedException {
        return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
