package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.Order;
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

    private final PublisherKind kind;
    private final Executor threads;
    private final Consumer<Order> done;
    private final Map<Order.Id, Integer> open = new HashMap<>();
    private boolean closed;

    Withdrawals(PublisherKind kind, Executor threads, Consumer<Order> done) {
        this.kind = kind;
        this.threads = threads;
        this.done = done;
    }

    /** Withdraws once {@code ready} is complete, unless that is on its way already. */
    synchronized void withdraw(Order order, CompletableFuture<Void> ready) {
        if (open.putIfAbsent(order.id(), 0) == null) {
            var unused = ready.thenRunAsync(() -> attempt(order), threads);
        }
    }

    synchronized void close() {
        closed = true;
    }

    synchronized int count() {
        return open.size();
    }

    private void attempt(Order order) {
        try {
            kind.withdraw(order);
            finished(order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("videoId", order.videoId())
                    .addKeyValue("attempt", order.attempt())
                    .setCause(e)
                    .log("withdrawal failed and is tried again");
            later(order);
        }
    }

    private synchronized void finished(Order order) {
        open.remove(order.id());
        if (!closed) {
            done.accept(order);
        }
    }

    private synchronized void later(Order order) {
        if (!closed) {
            int failed = open.merge(order.id(), 1, Integer::sum);
            long pause = FIRST_PAUSE.toMillis() << Math.min(failed - 1, DOUBLINGS);
            Executor delayed = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, threads);
            delayed.execute(() -> attempt(order));
        }
    }
}
