package dev.dashline.publisher.pool;

import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationRefused;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationWithdrawn;
import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.runtime.DaemonThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the arbiter's orders, has them done by a pool of publishers, and reports what became of them. */
public final class PublicationDesk implements PublicationOrders, ExpectationListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PublicationDesk.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int SWEEPERS = 2;
    /** While the store is away each is held up by one withdrawal for as long as a call is tried again. */
    private static final int WITHDRAWERS = 8;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Clock clock;
    private final Consumer<PublicationResult> results;
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("publisher"));
    private final ExecutorService reporter =
            Executors.newSingleThreadExecutor(DaemonThreads.named("publisher-results"));
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("publisher-pool"));
    private final ExecutorService withdrawers =
            Executors.newFixedThreadPool(WITHDRAWERS, DaemonThreads.named("publisher-withdraw"));
    private final ExecutorService sweepers =
            Executors.newFixedThreadPool(SWEEPERS, DaemonThreads.named("publisher-sweep"));
    private final PublisherKind kind;
    private final PublisherPool pool;
    private final Withdrawals withdrawals;

    /**
     * @param results takes results; may block, is called by one thread, in the order in which things happened
     */
    public PublicationDesk(
            PublisherKind kind, PoolSettings settings, Clock clock, Consumer<PublicationResult> results) {
        this.clock = clock;
        this.kind = kind;
        this.results = results;
        this.pool = new PublisherPool(kind, settings, clock, threads, this::published);
        this.withdrawals = new Withdrawals(kind, withdrawers, order -> report(order, new PublicationWithdrawn()));
    }

    /** Starts publishers, as many as are wanted before the first order. */
    public void start() {
        var unused = ticker.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(PublicationOrder order) {
        pool.publish(order);
    }

    @Override
    public void withdraw(PublicationOrder order) {
        withdrawals.withdraw(order, pool.cancel(order.id()));
    }

    /** Should it fail, the next round finds what this one left. */
    @Override
    public void sweep(SweepOrder leftovers) {
        try {
            sweepers.execute(() -> {
                try {
                    kind.sweep(leftovers);
                } catch (RuntimeException e) {
                    log.atWarn()
                            .addKeyValue("videoId", leftovers.videoId())
                            .addKeyValue("attempt", leftovers.attempt())
                            .setCause(e)
                            .log("leftovers not removed yet");
                }
            });
        } catch (RejectedExecutionException e) {
            log.atDebug().setCause(e).log("sweep dropped");
        }
    }

    @Override
    public void expect(String videoId, Optional<ExpectedPublication> expected) {
        pool.expect(videoId, expected);
    }

    @Override
    public void restore(String videoId, ExpectedPublication expected) {
        pool.restore(videoId, expected);
    }

    /** Publishers that are getting ready. */
    public int starting() {
        return pool.count(Member.State.STARTING);
    }

    /** Publishers that are ready. */
    public int warm() {
        return pool.count(Member.State.WARM);
    }

    /** Publishers at work. */
    public int busy() {
        return pool.count(Member.State.BUSY);
    }

    /** Orders that wait for a publisher. */
    public int waiting() {
        return pool.waiting();
    }

    /** Attempts that were predicted to be late for want of a publisher, since the start. */
    public long predictedLate() {
        return pool.predictedLate();
    }

    /** Withdrawals that are not done yet. */
    public int withdrawing() {
        return withdrawals.count();
    }

    /** Stops without answering what is open: the arbiter's store still has it. What becomes public all the same is reported. */
    @Override
    public void close() {
        ticker.shutdownNow();
        withdrawals.close();
        pool.close();
        sweepers.shutdownNow();
        withdrawers.shutdownNow();
        end(threads);
        end(reporter);
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

    private void tick() {
        try {
            pool.tick();
        } catch (RuntimeException e) {
            // An exception would end the ticking.
            log.atError().setCause(e).log("publisher pool tick failed");
        }
    }

    private void published(PublicationOrder order, PublishOutcome outcome) {
        if (outcome instanceof Done done) {
            report(order, new PublicationDone(done.publishedAt()));
        } else if (outcome instanceof Refused refused) {
            report(order, new PublicationRefused(refused.failure()));
        }
    }

    private void report(PublicationOrder order, Object outcome) {
        PublicationResult result = PublicationResult.newBuilder()
                .setVideoId(order.videoId())
                .setAttempt(order.attempt())
                .setEncoded(order.encoded())
                .setAt(clock.instant())
                .setOutcome(outcome)
                .build();
        try {
            reporter.execute(() -> results.accept(result));
        } catch (RejectedExecutionException e) {
            // Closing: the order is still open in the arbiter's store, and will be given again.
            log.atDebug().setCause(e).log("result dropped");
        }
    }
}
