package dev.dashline.runtime.threads;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Looks into what an executor has run. */
final class Futures {

    private Futures() {}

    /** The fatal error that a task has kept in its future, where nobody may ever look. */
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
