package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
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

    private record OpenOrder(PublicationOrder order, int tries) {}

    /** Adds an order that waits; false if it is open already. */
    boolean add(PublicationOrder order) {
        boolean added = open.putIfAbsent(order.id(), new OpenOrder(order, 1)) == null;
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
        open.put(id, new OpenOrder(known.order(), known.tries() + 1));
        waiting.add(known.order());
        return true;
    }

    /** The waiting orders whose deadline has passed. */
    List<PublicationOrder> late(Instant now) {
        return waiting.stream().takeWhile(order -> order.isLate(now)).toList();
    }

    Optional<PublicationOrder> mostUrgent(Predicate<PublicationOrder> which) {
        return waiting.stream().filter(which).findFirst();
    }

    /** The most urgent first. */
    Stream<PublicationOrder> waiting() {
        return waiting.stream();
    }

    int waitingCount() {
        return waiting.size();
    }
}
