package dev.dashline.encoder.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work that another thread may cancel by an interrupt. The interrupt reaches the working thread only while it is at
 * this work, never later, so that what the thread does next, such as reporting, is not disturbed. Use once; safe for
 * use by many threads.
 */
final class CancellableWork {

    /** What is to be done. */
    interface Body<T> {
        T run() throws InterruptedException;
    }

    @GuardedBy("this")
    private @Nullable Thread thread;

    @GuardedBy("this")
    private boolean cancelled;

    /**
     * Does the work on the calling thread.
     *
     * @return its result; empty if it was cancelled before it began or while it ran
     * @throws InterruptedException if the thread was interrupted by somebody else
     */
    <T> Optional<T> run(Body<T> body) throws InterruptedException {
        if (!enter()) {
            return Optional.empty();
        }
        try {
            return Optional.of(body.run());
        } catch (InterruptedException e) {
            if (isCancelled()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            leave();
        }
    }

    /** Interrupts the work if it runs, and keeps it from being begun if not. Idempotent; does not wait. */
    synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    private synchronized boolean enter() {
        if (cancelled) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        thread = null;
        if (cancelled) {
            boolean unused = Thread.interrupted(); // It was meant for the work, which has ended.
        }
    }
}
