package dev.dashline.publisher.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.forecast.PublisherForecast;
import dev.dashline.publisher.pool.PooledPublisher.State;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs publishers as {@link PublisherPool} decides. Somebody has to call {@link #tick} often. Safe for use by any
 * thread: a lock puts the events in order, and the effects of one are carried out before the next is decided.
 */
final class PoolRunner {

    private static final Logger log = LoggerFactory.getLogger(PoolRunner.class);

    private final PublisherKind kind;

    @GuardedBy("this")
    private final PublisherPool pool;

    private final Clock clock;
    private final Executor threads;
    private final BiConsumer<PublicationOrder, PublishOutcome.End> answers;
    private final PoolEffect.Handler handler = new Effects();

    @GuardedBy("this")
    private final Map<Long, PublisherRun> runs = new HashMap<>();
    /**
     * The orders that publishers work on, even if those were cut off; each completes when no publisher does any more.
     */
    @GuardedBy("this")
    private final Map<PublicationOrder.Id, CompletableFuture<Void>> atWork = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param threads where publishers run; never in the caller's thread
     * @param answers is called with the lock held, so must not block
     */
    PoolRunner(
            PublisherKind kind,
            PoolSettings settings,
            Clock clock,
            Executor threads,
            BiConsumer<PublicationOrder, PublishOutcome.End> answers) {
        this.kind = kind;
        this.pool = new PublisherPool(settings, kind.reusable());
        this.clock = clock;
        this.threads = threads;
        this.answers = answers;
    }

    synchronized void publish(PublicationOrder order) {
        carryOut(pool.ordered(order, now()));
    }

    /** Cancels an order. The future completes when no publisher works on it any more. */
    synchronized CompletableFuture<Void> cancel(PublicationOrder.Id id) {
        carryOut(pool.cancelled(id, now()));
        return atWork.getOrDefault(id, CompletableFuture.completedFuture(null));
    }

    synchronized void expect(String videoId, Optional<ExpectedPublication> expected) {
        carryOut(pool.expected(videoId, expected, now()));
    }

    synchronized void restore(String videoId, ExpectedPublication expected) {
        carryOut(pool.restored(videoId, expected, now()));
    }

    synchronized void tick() {
        carryOut(pool.tick(now()));
    }

    synchronized int count(State state) {
        return pool.count(state);
    }

    synchronized int waiting() {
        return pool.waiting();
    }

    synchronized long predictedLate() {
        return pool.predictedLate();
    }

    synchronized void close() {
        closed = true;
        carryOut(pool.close());
    }

    @GuardedBy("this")
    private void carryOut(List<PoolEffect> effects) {
        effects.forEach(effect -> effect.handle(handler));
    }

    private void start(long id, PublisherRun run) {
        enter(run);
        RuntimeException failure = null;
        try {
            run.publisher.start();
        } catch (InterruptedException e) {
            failure = new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            failure = e;
        }
        started(id, run, failure);
    }

    private synchronized void started(long id, PublisherRun run, @Nullable RuntimeException failure) {
        if (failure != null && !run.isInterrupted()) {
            log.atWarn().setCause(failure).log("publisher did not start, replacing it");
        }
        run.leave();
        carryOut(failure == null ? pool.started(id, now()) : pool.startFailed(id, now()));
    }

    private void publish(long id, PublisherRun run, PublicationOrder order) {
        enter(run);
        PublishOutcome outcome = null;
        RuntimeException failure = null;
        try {
            outcome = run.publisher.publish(order);
        } catch (InterruptedException e) {
            failure = new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            failure = e;
        }
        published(id, run, order, outcome, failure);
    }

    private synchronized void published(
            long id,
            PublisherRun run,
            PublicationOrder order,
            @Nullable PublishOutcome outcome,
            @Nullable RuntimeException failure) {
        run.leave();
        carryOut(
                outcome == null
                        ? pool.broke(id, order, String.valueOf(failure), now())
                        : pool.published(id, order, outcome, now()));
    }

    private synchronized void enter(PublisherRun run) {
        run.enter();
    }

    private synchronized void ended(PublicationOrder.Id id, CompletableFuture<Void> ended) {
        ended.complete(null);
        atWork.computeIfPresent(id, (same, all) -> all.isDone() ? null : all);
    }

    private Instant now() {
        return clock.instant();
    }

    /** Carries out what the pool decides, with the lock held. */
    private final class Effects implements PoolEffect.Handler {

        @Override
        @GuardedBy("PoolRunner.this")
        public void start(long publisher) {
            PublisherRun run = new PublisherRun(kind.create());
            runs.put(publisher, run);
            threads.execute(() -> PoolRunner.this.start(publisher, run));
        }

        @Override
        @GuardedBy("PoolRunner.this")
        public void assign(long publisher, PublicationOrder order) {
            PublisherRun run = run(publisher);
            CompletableFuture<Void> ended = new CompletableFuture<>();
            atWork.merge(order.id(), ended, (other, one) -> CompletableFuture.allOf(other, one));
            threads.execute(() -> {
                try {
                    publish(publisher, run, order);
                } finally {
                    ended(order.id(), ended);
                }
            });
        }

        @Override
        @GuardedBy("PoolRunner.this")
        public void interrupt(long publisher) {
            run(publisher).interrupt();
        }

        @Override
        @GuardedBy("PoolRunner.this")
        public void close(long publisher) {
            Publisher closing = run(publisher).publisher;
            runs.remove(publisher);
            if (closed) {
                closing.close();
            } else {
                threads.execute(closing::close);
            }
        }

        @Override
        public void answer(PublicationOrder order, PublishOutcome.End outcome) {
            answers.accept(order, outcome);
        }

        @Override
        public void reportStartTimeout() {
            log.atWarn().log("publisher did not start in time, cutting it off");
        }

        @Override
        public void reportPublishTimeout(PublicationOrder.Id order) {
            log.atWarn()
                    .addKeyValue("videoId", order.videoId())
                    .addKeyValue("attempt", order.attempt())
                    .log("publisher did not publish in time, cutting it off");
        }

        @Override
        public void reportPredictedLate(PublisherForecast.Need need) {
            log.atWarn()
                    .addKeyValue("videoId", need.id().videoId())
                    .addKeyValue("attempt", need.id().attempt())
                    .addKeyValue("deadline", need.deadline())
                    .log("video predicted late: no publisher will be ready before its deadline");
        }

        @GuardedBy("PoolRunner.this")
        private PublisherRun run(long publisher) {
            return Objects.requireNonNull(runs.get(publisher), () -> "no publisher " + publisher);
        }
    }
}
