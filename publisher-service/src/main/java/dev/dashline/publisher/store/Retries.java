package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.Order;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries again what failed for a reason that passes, as often as is allowed and not beyond the order's deadline.
 *
 * @param times how often at most, the first try included
 * @param pause how long to wait after the first failure; twice as long after each further one
 */
record Retries(int times, Duration pause, Clock clock) {

    <T> T call(Order order, Supplier<T> work) throws InterruptedException {
        Duration wait = pause;
        for (int tried = 1; ; tried++) {
            try {
                return work.get();
            } catch (StoreException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (e.reason() != Reason.UNAVAILABLE || tried >= times) {
                    throw e;
                }
            }
            if (order.isLate(clock.instant().plus(wait))) {
                throw Unpublishable.late(order);
            }
            Thread.sleep(wait.toMillis());
            wait = wait.multipliedBy(2);
        }
    }
}
