package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Order to make an attempt public. To give it twice is the same as to give it once.
 *
 * @param encoded the encoder's output
 * @param deadline before which it must be public; empty if there is no deadline
 */
public record PublicationOrder(
        String videoId, int attempt, EncodedVideo encoded, Optional<Instant> deadline, Priority priority) {

    /** The earliest deadline first, then the highest priority, then the longest wait. */
    public static final Comparator<PublicationOrder> URGENCY = Comparator.<PublicationOrder, Instant>comparing(
                    order -> order.deadline().orElse(Instant.MAX))
            .thenComparing(PublicationOrder::priority, Comparator.reverseOrder())
            .thenComparing(order -> order.encoded().getEncodedAt())
            .thenComparing(PublicationOrder::videoId)
            .thenComparing(PublicationOrder::attempt);

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
