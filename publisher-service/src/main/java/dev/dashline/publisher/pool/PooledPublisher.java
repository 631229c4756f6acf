package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the pool knows of one of its publishers.
 *
 * @param id the pool's number for it
 * @param video the only video that it may serve; empty if it serves any
 * @param since when it came to its state
 * @param cutOffAt when it counts as hung if it is still starting or busy
 * @param order what it publishes; present exactly if it is busy
 */
record PooledPublisher(
        long id,
        Optional<String> video,
        State state,
        Instant since,
        Instant cutOffAt,
        Optional<PublicationOrder> order) {

    enum State {
        STARTING,
        WARM,
        BUSY
    }

    static PooledPublisher starting(long id, Optional<String> video, Instant now, Instant cutOffAt) {
        return new PooledPublisher(id, video, State.STARTING, now, cutOffAt, Optional.empty());
    }

    PooledPublisher warm(Instant now) {
        return new PooledPublisher(id, video, State.WARM, now, cutOffAt, Optional.empty());
    }

    PooledPublisher busy(PublicationOrder next, Instant now, Instant until) {
        return new PooledPublisher(id, video, State.BUSY, now, until, Optional.of(next));
    }

    PooledPublisher cutOffAt(Instant sooner) {
        return new PooledPublisher(id, video, state, since, sooner, order);
    }

    boolean serves(String videoId) {
        return video.isEmpty() || video.get().equals(videoId);
    }

    boolean isAt(PublicationOrder.Id orderId) {
        return order.filter(current -> current.id().equals(orderId)).isPresent();
    }

    boolean isHung(Instant now) {
        return state != State.WARM && !now.isBefore(cutOffAt);
    }

    boolean isIdle(Instant now, Duration allowed) {
        return state == State.WARM && since.plus(allowed).isBefore(now);
    }
}
