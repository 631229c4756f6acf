package dev.dashline.encoder.worker;

import java.time.Duration;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Interleavings of a slot and of the thread that stops it, chosen by Lincheck; {@code -Ddashline.stress=5000} tries
 * more of them.
 */
class StopSignalStressTest {

    private static final int INTERLEAVINGS = Integer.getInteger("dashline.stress", 200);

    /** Written by the slot's thread, and read once that has ended. */
    private static final class Seen {
        private boolean graceOver;
    }

    @Test
    void aSlotThatSeesTheSignalGrantsTheWholeGrace() {
        Lincheck.runConcurrentTest(INTERLEAVINGS, () -> {
            StopSignal signal = new StopSignal();
            Seen seen = new Seen();
            Thread stopper = new Thread(() -> signal.stop(Duration.ofHours(1)));
            Thread slot = new Thread(() -> seen.graceOver = signal.isGraceOver());
            stopper.start();
            slot.start();
            join(stopper);
            join(slot);
            // No assertions of AssertJ here: Lincheck follows every call, and calls equals().
            if (seen.graceOver || !signal.isStopping()) {
                throw new AssertionError("grace over: " + seen.graceOver + ", stopping: " + signal.isStopping());
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
