package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The orders to publish that are not answered, those that wait for a publisher in order of urgency. Not thread-safe.
 */
final class OpenOrders {

    private final Map<PublicationOrder.Id, OpenOrder> open = new HashMap<>();
    private final TreeSet<PublicationOrder> waiting = new TreeSet<>(PublicationOrder.URGENCY);

    /** After how long a postponed order is tried again. */
    private static final Backoff BACKOFF = Backoff.between(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private record OpenOrder(PublicationOrder order, int tries, int postponed, Instant notBefore) {

        OpenOrder again() {
            return new OpenOrder(order, tries + 1, postponed, notBefore);
        }

        OpenOrder later(Instant now) {
            int times = postponed + 1;
            return new OpenOrder(order, tries, times, now.plus(BACKOFF.after(times)));
        }
    }

    /** Adds an order that waits; false if it is open already. */
    boolean add(PublicationOrder order) {
        boolean added = open.putIfAbsent(order.id(), new OpenOrder(order, 1, 0, Instant.MIN)) == null;
        if (added) {
            waiting.add(order);
        }
        return added;
    }

    boolean contains(PublicationOrder.Id id) {
        return open.containsKey(id);
    }

    void remove(PublicationOrder.Id id) {
        OpenOrder known = open.remove(id);
        if (known != null) {
            waiting.remove(known.order());
        }
    }

    void clear() {
        open.clear();
        waiting.clear();
    }

    /** A publisher takes the order. */
    void taken(PublicationOrder order) {
        waiting.remove(order);
    }

    /** Lets an order wait for another publisher; false if it was tried {@code most} times. */
    boolean tryAgain(PublicationOrder.Id id, int most) {
        OpenOrder known = open.get(id);
        if (known == null || known.tries() >= most) {
            return false;
        }
        open.put(id, known.again());
        waiting.add(known.order());
        return true;
    }

    /** Lets an open order wait for a better time. It counts as no try. */
    void postpone(PublicationOrder.Id id, Instant now) {
        open.computeIfPresent(id, (same, known) -> {
            waiting.add(known.order());
            return known.later(now);
        });
    }

    /** The waiting orders whose deadline has passed. */
    List<PublicationOrder> late(Instant now) {
        return waiting.stream().takeWhile(order -> order.isLate(now)).toList();
    }

    /** The most urgent of those that may be tried now. */
    Optional<PublicationOrder> mostUrgent(Predicate<PublicationOrder> which, Instant now) {
        return waiting.stream()
                .filter(order -> mayBeTried(order, now))
                .filter(which)
                .findFirst();
    }

    private boolean mayBeTried(PublicationOrder order, Instant now) {
        OpenOrder known = open.get(order.id());
        return known != null && !now.isBefore(known.notBefore());
    }

    /** The most urgent first. */
    Stream<PublicationOrder> waiting() {
        return waiting.stream();
    }

    int waitingCount() {
        return waiting.size();
    }
}
