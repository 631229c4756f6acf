package dev.dashline.encoder.worker;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Interleavings of work and of the thread that cancels it, chosen by Lincheck; {@code -Ddashline.stress=5000} tries
 * more of them.
 */
class CancellableWorkTest {

    private static final int INTERLEAVINGS = Integer.getInteger("dashline.stress", 200);

    /** Written by the working thread, and read once that has ended. */
    private static final class Seen {
        private boolean hasResult;
        private boolean interruptedAfterwards;
    }

    @Test
    void theInterruptOfACancellationNeverOutlivesTheWork() {
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> {
            CancellableWork work = new CancellableWork();
            Seen seen = new Seen();
            Thread worker = new Thread(() -> run(work, seen));
            Thread canceller = new Thread(work::cancel);
            worker.start();
            canceller.start();
            join(worker);
            join(canceller);
            // No assertions of AssertJ here: Lincheck follows every call, and calls equals().
            if (seen.interruptedAfterwards || !work.isCancelled()) {
                throw new AssertionError("result: " + seen.hasResult + ", interrupted: " + seen.interruptedAfterwards);
            }
        });
    }

    private static void run(CancellableWork work, Seen seen) {
        try {
            seen.hasResult = work.run(() -> "done").isPresent();
            seen.interruptedAfterwards = Thread.currentThread().isInterrupted();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
