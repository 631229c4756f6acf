package dev.dashline.embedded.gcs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits, but not longer than the emulator lives. */
final class Pause {

    private final CountDownLatch closed = new CountDownLatch(1);

    void await(Duration time) throws IOException {
        if (time.isZero() || time.isNegative()) {
            return;
        }
        try {
            if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ConnectionDropped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    void end() {
        closed.countDown();
    }
}
