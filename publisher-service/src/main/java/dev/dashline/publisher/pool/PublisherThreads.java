package dev.dashline.publisher.pool;

import dev.dashline.runtime.threads.Supervisor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads that carry orders out.
 *
 * @param publishers one for each publisher that starts, publishes or closes
 * @param results reports results: one thread, so that they stay in order
 * @param ticker lets the pool do what time makes due
 * @param withdrawals a few: while the object store is unavailable, each is held up by one withdrawal for as long as its
 *     call is retried
 * @param sweeps a few
 */
record PublisherThreads(
        ExecutorService publishers,
        ExecutorService results,
        ScheduledExecutorService ticker,
        ExecutorService withdrawals,
        ExecutorService sweeps) {

    private static final int WITHDRAWALS = 8;
    private static final int SWEEPS = 2;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    static PublisherThreads of(Supervisor supervisor) {
        return new PublisherThreads(
                supervisor.cached("publisher"),
                supervisor.pool("publisher-results", 1),
                supervisor.scheduled("publisher-pool", 1),
                supervisor.pool("publisher-withdraw", WITHDRAWALS),
                supervisor.pool("publisher-sweep", SWEEPS));
    }

    /** Lets publishers that are at work finish, and their results be reported. */
    void drain() {
        sweeps.shutdownNow();
        withdrawals.shutdownNow();
        end(publishers);
        end(results);
    }

    private static void end(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
