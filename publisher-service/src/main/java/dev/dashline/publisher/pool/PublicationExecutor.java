package dev.dashline.publisher.pool;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationRefused;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationWithdrawn;
import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PooledPublisher.State;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Supervisor;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the arbiter's orders, publications by a pool of publishers, and reports the results. Safe for use by any
 * thread; no method but {@link #close} blocks.
 */
public final class PublicationExecutor implements PublicationOrders, ExpectationListener, Layer {

    private static final Logger log = LoggerFactory.getLogger(PublicationExecutor.class);
    private static final Duration TICK = Duration.ofMillis(200);

    private final PublisherKind kind;
    private final Clock clock;
    private final Consumer<PublicationResult> results;
    private final PublisherThreads threads;
    private final PoolRunner pool;
    private final WithdrawalQueue withdrawals;

    /**
     * @param supervisor where the threads come from
     * @param results takes results; may block, is called by one thread, in the order in which things happened
     */
    public PublicationExecutor(
            PublisherKind kind,
            PoolSettings settings,
            Clock clock,
            Supervisor supervisor,
            Consumer<PublicationResult> results) {
        this.kind = kind;
        this.clock = clock;
        this.results = results;
        this.threads = PublisherThreads.of(supervisor);
        this.pool = new PoolRunner(kind, settings, clock, threads.publishers(), this::published);
        this.withdrawals = new WithdrawalQueue(kind, threads.withdrawals(), this::withdrawn);
    }

    /** Starts publishers, as many as are wanted before the first order. */
    @Override
    public void start() {
        var unused = threads.ticker().scheduleAtFixedRate(pool::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void publish(PublicationOrder order) {
        pool.publish(order);
    }

    @Override
    public void withdraw(WithdrawalOrder order) {
        withdrawals.withdraw(order, pool.cancel(order.id()));
    }

    @Override
    public void sweep(SweepOrder order) {
        try {
            threads.sweeps().execute(() -> carryOut(order));
        } catch (RejectedExecutionException e) {
            log.atDebug().setCause(e).log("sweep dropped, closing");
        }
    }

    private void carryOut(SweepOrder order) {
        try {
            kind.sweep(order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The next round will find what this one left.
            log.atWarn()
                    .addKeyValue("videoId", order.videoId())
                    .addKeyValue("attempt", order.attempt())
                    .setCause(e)
                    .log("sweep failed, waiting for the next round");
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

    /** Publishers that are starting. */
    public int starting() {
        return pool.count(State.STARTING);
    }

    /** Publishers that are ready. */
    public int warm() {
        return pool.count(State.WARM);
    }

    /** Publishers at work. */
    public int busy() {
        return pool.count(State.BUSY);
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

    /**
     * Stops without a result for what is open, which is still in the arbiter's store. What becomes public all the same
     * is reported.
     */
    @Override
    public void close() {
        threads.ticker().shutdownNow();
        withdrawals.close();
        pool.close();
        threads.drain();
    }

    private void published(PublicationOrder order, PublishOutcome.End outcome) {
        report(
                order.id(),
                Optional.of(order.encoded()),
                outcome.match(
                        done -> new PublicationDone(done.publishedAt()),
                        refused -> new PublicationRefused(refused.failure())));
    }

    private void withdrawn(WithdrawalOrder order) {
        report(order.id(), order.encoded(), new PublicationWithdrawn());
    }

    private void report(PublicationOrder.Id order, Optional<EncodedVideo> encoded, Object outcome) {
        PublicationResult result = PublicationResult.newBuilder()
                .setVideoId(order.videoId())
                .setAttempt(order.attempt())
                .setEncoded(encoded.orElse(null))
                .setAt(clock.instant())
                .setOutcome(outcome)
                .build();
        try {
            threads.results().execute(() -> results.accept(result));
        } catch (RejectedExecutionException e) {
            // The order is still open in the arbiter's store, and will be given again.
            log.atDebug().setCause(e).log("result dropped, closing");
        }
    }
}
