package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An attempt that is to be made public, or to be taken back. Giving the same order twice is the same as giving it once.
 *
 * @param encoded what it is about
 * @param deadline what its publication has to come before, if there is a deadline
 * @param publishedBefore the newest attempt before this one that was published, and is public again when this one is taken back; 0 if
 *     none was
 */
public record Order(
        String videoId,
        int attempt,
        EncodedVideo encoded,
        Optional<Instant> deadline,
        Priority priority,
        int publishedBefore) {

    /** For a video of which no attempt was published before. */
    public Order(String videoId, int attempt, EncodedVideo encoded, Optional<Instant> deadline, Priority priority) {
        this(videoId, attempt, encoded, deadline, priority, 0);
    }

    /** Who is served first: the earliest deadline, then the highest priority, then who waits for longest. */
    public static final Comparator<Order> URGENCY = Comparator.<Order, Instant>comparing(
                    order -> order.deadline().orElse(Instant.MAX))
            .thenComparing(Order::priority, Comparator.reverseOrder())
            .thenComparing(order -> order.encoded().getEncodedAt())
            .thenComparing(Order::videoId)
            .thenComparing(Order::attempt);

    /** What an order is about: two orders for the same attempt are the same order. */
    public record Id(String videoId, int attempt) {}

    public Id id() {
        return new Id(videoId, attempt);
    }

    /** Whether it is too late to publish this. */
    public boolean isLate(Instant now) {
        return deadline.isPresent() && !now.isBefore(deadline.get());
    }
}
