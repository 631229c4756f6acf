package dev.dashline.publisher.pool;

import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.forecast.Expectations;
import dev.dashline.publisher.forecast.PublisherDemand;
import dev.dashline.publisher.pool.PooledPublisher.State;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many publishers there should be, and for which videos: a view of the pool's state, which it does not change. */
record PoolSizing(
        PoolSettings settings,
        boolean reusable,
        Collection<PooledPublisher> publishers,
        OpenOrders orders,
        Expectations expectations,
        DemandEstimator estimator) {

    /**
     * The publishers to start, as far as there is room, each with the only video that it is for, if its strategy says
     * so.
     */
    List<Optional<String>> missing(Instant now) {
        int room = Math.max(0, settings.bounds().most() - publishers.size());
        if (isShared()) {
            return Collections.nCopies(Math.min(room, Math.max(0, -spare(now))), Optional.empty());
        }
        return needyVideos()
                .filter(videoId -> publishers.stream().noneMatch(publisher -> publisher.serves(videoId)))
                .limit(room)
                .map(Optional::of)
                .toList();
    }

    /** The publishers that nothing needs any more. */
    List<PooledPublisher> unneeded(Instant now) {
        int spare = isShared() ? spare(now) : publishers.size();
        List<PooledPublisher> unneeded = new ArrayList<>();
        for (PooledPublisher publisher : publishers) {
            if (unneeded.size() < spare && isUnneeded(publisher, now)) {
                unneeded.add(publisher);
            }
        }
        return unneeded;
    }

    int count(State state) {
        return (int) publishers.stream()
                .filter(publisher -> publisher.state() == state)
                .count();
    }

    private boolean isUnneeded(PooledPublisher publisher, Instant now) {
        if (isShared()) {
            return publisher.isIdle(now, settings.bounds().idle());
        }
        return publisher.state() == State.WARM && needyVideos().noneMatch(publisher::serves);
    }

    /** The videos that get publishers of their own, the most urgent first. */
    private Stream<String> needyVideos() {
        Stream<String> encoded = orders.waiting().map(PublicationOrder::videoId);
        return settings.strategy() == PoolStrategy.COLD
                ? encoded
                : Stream.concat(encoded, expectations.videosInEncoding());
    }

    /** By how many more are starting or warm than should be; negative if there are too few. */
    private int spare(Instant now) {
        PublisherDemand demand = new PublisherDemand(
                orders.waitingCount(),
                expectations.encoding(),
                expectations.requested(),
                estimator.arrivalsPerSecond(now),
                estimator.startUp());
        int wanted = Math.max(demand.publishers(), settings.bounds().least());
        int comingBack = reusable ? count(State.BUSY) : 0;
        return count(State.STARTING) + count(State.WARM) + comingBack - wanted;
    }

    private boolean isShared() {
        return settings.strategy().isShared();
    }
}
