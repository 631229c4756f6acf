package dev.dashline.gcsemulator.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits, at most until the emulator is closed. */
public final class Pause {

    private final CountDownLatch closed = new CountDownLatch(1);

    public void await(Duration time) throws IOException {
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

    public void end() {
        closed.countDown();
    }
}
