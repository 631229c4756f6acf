package dev.dashline.runtime;

import java.util.Optional;

/**
 * A part of a service. {@link #start()} is called once, after the parts that this one builds on have started.
 * {@link #close()} is called at least once, before those parts are closed, from any thread, and also if this part was
 * never started. All other methods may be called at any time from any thread.
 */
public interface Layer extends AutoCloseable {

    /** Starts work. */
    default void start() {}

    /** Empty if this part can do its work now; otherwise why it cannot, in a few words. */
    default Optional<String> notReadyBecause() {
        return Optional.empty();
    }

    /** Empty if this part is sound; otherwise the fault that it cannot recover from, so that the process must end. */
    default Optional<Throwable> fatalError() {
        return Optional.empty();
    }

    /** Stops and frees everything. Idempotent. */
    @Override
    void close();
}
