package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Retries a call while the object store is unavailable, but not past the deadline of the order.
 *
 * @param times the largest number of calls, including the first
 * @param backoff how long to wait between two calls
 */
record Retries(int times, Backoff backoff, Clock clock) {

    <T> T call(PublicationOrder order, Supplier<T> work) throws InterruptedException {
        for (int failed = 1; ; failed++) {
            try {
                return work.get();
            } catch (StoreException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (e.reason() != Reason.UNAVAILABLE || failed >= times) {
                    throw e;
                }
            }
            Duration wait = backoff.after(failed);
            if (order.isLate(clock.instant().plus(wait))) {
                throw OrderRefusedException.late(order);
            }
            Sleeper.SYSTEM.sleep(wait);
        }
    }
}
