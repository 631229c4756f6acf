package dev.dashline.systemtests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The slow second half of faults, such as thawing a process, while other faults go on. For use by one thread. */
final class BackgroundSteps implements AutoCloseable {

    /** A step that may be interrupted. */
    interface Step {
        void run() throws InterruptedException;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> pending = new ArrayList<>();

    /** Starts a step that {@link #settle()} waits for. */
    void start(Step step) {
        pending.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                threads));
    }

    /** Starts a call whose result the caller waits for. */
    <T> CompletableFuture<T> call(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, threads);
    }

    /** Waits for all steps. */
    void settle() {
        pending.forEach(CompletableFuture::join);
        pending.clear();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
