package dev.dashline.publisher.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Withdraws attempts, and tries each again until it succeeds. Safe for use by any thread. */
final class WithdrawalQueue {

    private static final Logger log = LoggerFactory.getLogger(WithdrawalQueue.class);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(200), Duration.ofMillis(25_600));

    /**
     * How long to wait for a publisher that was told to stop. After that, what it may have made public is withdrawn
     * once, and again when it has stopped.
     */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    private final PublisherKind kind;
    private final Executor threads;
    private final Consumer<WithdrawalOrder> done;

    @GuardedBy("this")
    private final Map<PublicationOrder.Id, Withdrawal> open = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /** A withdrawal that is not confirmed. */
    private static final class Withdrawal {

        private WithdrawalOrder order;
        private CompletableFuture<Void> stopped;
        private boolean again;
        private int failures;

        Withdrawal(WithdrawalOrder order, CompletableFuture<Void> stopped) {
            this.order = order;
            this.stopped = stopped;
        }
    }

    /**
     * One try of a withdrawal.
     *
     * @param isLast whether it is the last one if it succeeds and is not ordered again meanwhile: no publisher can
     *     publish any more
     */
    private record Try(WithdrawalOrder order, boolean isLast) {}

    WithdrawalQueue(PublisherKind kind, Executor threads, Consumer<WithdrawalOrder> done) {
        this.kind = kind;
        this.threads = threads;
        this.done = done;
    }

    /**
     * Withdraws an attempt. The withdrawal counts as done when one has succeeded that began after {@code stopped} was
     * complete and after the last order to withdraw the attempt.
     *
     * @param stopped completes when no publisher that got an earlier order can still publish this attempt
     */
    synchronized void withdraw(WithdrawalOrder order, CompletableFuture<Void> stopped) {
        Withdrawal known = open.get(order.id());
        if (known == null) {
            Withdrawal added = new Withdrawal(order, stopped);
            open.put(order.id(), added);
            next(added, stopped.copy().completeOnTimeout(null, STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        } else {
            known.order = order;
            known.stopped = CompletableFuture.allOf(known.stopped, stopped);
            known.again = true;
        }
    }

    synchronized void close() {
        closed = true;
    }

    synchronized int count() {
        return open.size();
    }

    private void next(Withdrawal withdrawal, CompletableFuture<Void> when) {
        var unused = when.thenRunAsync(() -> attempt(withdrawal), threads);
    }

    private void attempt(Withdrawal withdrawal) {
        Try next = begin(withdrawal);
        try {
            kind.withdraw(next.order());
            succeeded(withdrawal, next.isLast());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("videoId", next.order().videoId())
                    .addKeyValue("attempt", next.order().attempt())
                    .setCause(e)
                    .log("withdrawal failed, retrying");
            failed(withdrawal);
        }
    }

    private synchronized Try begin(Withdrawal withdrawal) {
        withdrawal.again = false;
        return new Try(withdrawal.order, withdrawal.stopped.isDone());
    }

    private synchronized void succeeded(Withdrawal withdrawal, boolean last) {
        if (closed) {
            return;
        }
        if (last && !withdrawal.again) {
            open.remove(withdrawal.order.id());
            done.accept(withdrawal.order);
        } else {
            next(withdrawal, withdrawal.stopped);
        }
    }

    private synchronized void failed(Withdrawal withdrawal) {
        if (!closed) {
            withdrawal.failures++;
            long pause = BACKOFF.after(withdrawal.failures).toMillis();
            Executor delayed = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, threads);
            delayed.execute(() -> attempt(withdrawal));
        }
    }
}
