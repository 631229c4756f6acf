package dev.dashline.runtime.threads;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Inspects the futures of tasks that an executor has run. */
final class Futures {

    private Futures() {}

    /** The fatal error that a task left in its future. Needed because often no caller reads that future. */
    static Optional<Throwable> fatalErrorOf(Runnable task) {
        if (!(task instanceof Future<?> future) || !future.isDone()) {
            return Optional.empty();
        }
        try {
            future.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause()).filter(ThreadFailures::isFatal);
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
