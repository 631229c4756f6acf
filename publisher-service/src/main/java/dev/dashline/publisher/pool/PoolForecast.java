package dev.dashline.publisher.pool;

import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.forecast.Expectations;
import dev.dashline.publisher.forecast.PublisherForecast;
import dev.dashline.publisher.forecast.PublisherForecast.Need;
import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Predicts, from a pool's state, which attempts will be late for want of a publisher. Not thread-safe. */
final class PoolForecast {

    private final Collection<PooledPublisher> publishers;
    private final OpenOrders orders;
    private final Expectations expectations;
    private final DemandEstimator estimator;
    private final boolean reusable;
    private final PublisherForecast forecast = new PublisherForecast();

    /** The collections are views of the pool's state: this follows their changes, and makes none. */
    PoolForecast(
            Collection<PooledPublisher> publishers,
            OpenOrders orders,
            Expectations expectations,
            DemandEstimator estimator,
            boolean reusable) {
        this.publishers = publishers;
        this.orders = orders;
        this.expectations = expectations;
        this.estimator = estimator;
        this.reusable = reusable;
    }

    /** The attempts that are predicted to be late for the first time. */
    List<Need> newlyLate(Instant now) {
        Instant another = now.plus(estimator.startUp());
        List<Instant> ready = publishers.stream()
                .map(publisher -> readyAt(publisher, now, another))
                .toList();
        Stream<Need> waiting =
                orders.waiting().flatMap(order -> order.deadline().map(due -> new Need(order.id(), due)).stream());
        List<Need> needs = Stream.concat(waiting, expectations.needs()).toList();
        List<Need> late = forecast.newlyUnmet(needs, ready, another, now);
        forecast.retainIf(this::isOpen);
        return late;
    }

    /** How many attempts were predicted to be late since the start. */
    long predictedLate() {
        return forecast.predictedLate();
    }

    private boolean isOpen(PublicationOrder.Id id) {
        return expectations.contains(id.videoId()) || orders.contains(id);
    }

    private Instant readyAt(PooledPublisher publisher, Instant now, Instant another) {
        return switch (publisher.state()) {
            case STARTING -> {
                Instant started = publisher.since().plus(estimator.startUp());
                yield started.isAfter(now) ? started : now;
            }
            case WARM -> now;
            case BUSY -> reusable ? now : another;
        };
    }
}
