package dev.dashline.publisher.pool;

import org.jspecify.annotations.Nullable;

/** A publisher, and the thread that works for it at the moment. Guarded by the lock of {@link PoolRunner}. */
final class PublisherRun {

    final Publisher publisher;

    private @Nullable Thread thread;
    private boolean interrupted;

    PublisherRun(Publisher publisher) {
        this.publisher = publisher;
    }

    /** The current thread begins to work for the publisher. */
    void enter() {
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** The current thread has finished; an interrupt that was meant for the publisher does not stay with the thread. */
    void leave() {
        thread = null;
        interrupted = false;
        Thread.interrupted();
    }

    /** Interrupts the thread, or the next one if none is at work. */
    void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    boolean isInterrupted() {
        return interrupted;
    }
}
