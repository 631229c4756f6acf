package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Withdraws, and tries again for as long as it takes. Safe for use by any thread. */
final class Withdrawals {

    private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int DOUBLINGS = 7;

    /**
     * For how long a publisher that was told to stop is waited for, before what it may have made public is withdrawn
     * for the time being.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PublisherKind kind;
    private final Executor threads;
    private final Consumer<PublicationOrder> done;
    private final Map<PublicationOrder.Id, Open> open = new HashMap<>();
    private boolean closed;

    /** A withdrawal that is not done. */
    private static final class Open {

        private PublicationOrder order;
        private CompletableFuture<Void> atRest;
        private boolean again;
        private int failures;

        Open(PublicationOrder order, CompletableFuture<Void> atRest) {
            this.order = order;
            this.atRest = atRest;
        }
    }

    Withdrawals(PublisherKind kind, Executor threads, Consumer<PublicationOrder> done) {
        this.kind = kind;
        this.threads = threads;
        this.done = done;
    }

    /**
     * Withdraws, and says so once that was begun after {@code atRest} was complete, and after the last such order.
     *
     * @param atRest that nobody can make the attempt public any more who was told to before
     */
    synchronized void withdraw(PublicationOrder order, CompletableFuture<Void> atRest) {
        Open known = open.get(order.id());
        if (known == null) {
            Open added = new Open(order, atRest);
            open.put(order.id(), added);
            next(added, atRest.copy().completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } else {
            known.order = order;
            known.atRest = CompletableFuture.allOf(known.atRest, atRest);
            known.again = true;
        }
    }

    synchronized void close() {
        closed = true;
    }

    synchronized int count() {
        return open.size();
    }

    private void next(Open withdrawal, CompletableFuture<Void> when) {
        var unused = when.thenRunAsync(() -> attempt(withdrawal), threads);
    }

    private void attempt(Open withdrawal) {
        boolean last = begin(withdrawal);
        try {
            kind.withdraw(withdrawal.order);
            finished(withdrawal, last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("videoId", withdrawal.order.videoId())
                    .addKeyValue("attempt", withdrawal.order.attempt())
                    .setCause(e)
                    .log("withdrawal failed and is tried again");
            later(withdrawal);
        }
    }

    private synchronized boolean begin(Open withdrawal) {
        withdrawal.again = false;
        return withdrawal.atRest.isDone();
    }

    private synchronized void finished(Open withdrawal, boolean last) {
        if (closed) {
            return;
        }
        if (last && !withdrawal.again) {
            open.remove(withdrawal.order.id());
            done.accept(withdrawal.order);
        } else {
            next(withdrawal, withdrawal.atRest);
        }
    }

    private synchronized void later(Open withdrawal) {
        if (!closed) {
            long pause = FIRST_PAUSE.toMillis() << Math.min(withdrawal.failures++, DOUBLINGS);
            Executor delayed = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, threads);
            delayed.execute(() -> attempt(withdrawal));
        }
    }
}
