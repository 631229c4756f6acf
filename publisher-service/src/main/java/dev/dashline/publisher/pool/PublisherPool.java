package dev.dashline.publisher.pool;

import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.forecast.Expectations;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PooledPublisher.State;
import dev.dashline.publisher.pool.PublishOutcome.Done;
import dev.dashline.publisher.pool.PublishOutcome.Refused;
import dev.dashline.publisher.publication.Failures;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which publishers to start, to give orders to and to close: each method takes an event and the time, and
 * returns what is to be done. The most urgent order goes first. A publisher that fails to start is replaced, one that
 * hangs is cut off, and an order whose publisher failed goes to another one, three times at most. An order that is
 * postponed, because the store is away, is tried again until its deadline; without one, for as long as it takes.
 *
 * <p>Each order that is not cancelled is answered; one that was cancelled or cut off may be too, by a publisher that
 * finishes it all the same. No threads, no clock, no I/O; not thread-safe: {@link PoolRunner} carries the effects out.
 */
final class PublisherPool {

    private static final int TRIES = 3;
    private static final Duration CANCEL_WITHIN = Duration.ofSeconds(2);

    private final PoolSettings settings;
    private final Map<Long, PooledPublisher> publishers = new LinkedHashMap<>();
    private final OpenOrders orders = new OpenOrders();
    private final Expectations expectations = new Expectations();
    private final DemandEstimator estimator;
    private final PoolSizing sizing;
    private final PoolForecast forecast;
    private StartBackoff starts = StartBackoff.NONE;
    private long lastId;
    private final List<PoolEffect> effects = new ArrayList<>();
    private boolean closed;

    /** @param reusable whether a publisher is warm again after it has published */
    PublisherPool(PoolSettings settings, boolean reusable) {
        this.settings = settings;
        this.estimator = new DemandEstimator(settings.prior());
        this.sizing = new PoolSizing(settings, reusable, publishers.values(), orders, expectations, estimator);
        this.forecast = new PoolForecast(publishers.values(), orders, expectations, estimator, reusable);
    }

    /** Somebody orders a publication. To repeat an order that is open changes nothing. */
    List<PoolEffect> ordered(PublicationOrder order, Instant now) {
        if (!closed && orders.add(order)) {
            expectations.set(order.videoId(), Optional.empty());
            advance(now);
        }
        return decided();
    }

    /** An order is not wanted any more. */
    List<PoolEffect> cancelled(PublicationOrder.Id id, Instant now) {
        orders.remove(id);
        for (PooledPublisher publisher : List.copyOf(publishers.values())) {
            if (publisher.isAt(id)) {
                put(publisher.cutOffAt(now.plus(CANCEL_WITHIN)));
                effects.add(new PoolEffect.Interrupt(publisher.id()));
            }
        }
        return decided();
    }

    /** What is expected of a video has changed; empty if nothing is expected. */
    List<PoolEffect> expected(String videoId, Optional<ExpectedPublication> next, Instant now) {
        Optional<ExpectedPublication> before = expectations.set(videoId, next);
        boolean arrived = next.isPresent()
                && before.filter(known -> known.attempt() == next.get().attempt())
                        .isEmpty();
        if (arrived) {
            estimator.arrived(now);
        }
        advance(now);
        return decided();
    }

    /** A video is expected that was requested before this pool had to do with it: it does not count as an arrival. */
    List<PoolEffect> restored(String videoId, ExpectedPublication publication, Instant now) {
        expectations.set(videoId, Optional.of(publication));
        advance(now);
        return decided();
    }

    /** A publisher is ready. */
    List<PoolEffect> started(long id, Instant now) {
        PooledPublisher publisher = publishers.get(id);
        if (publisher == null) {
            effects.add(new PoolEffect.Close(id));
        } else {
            starts = starts.succeeded();
            estimator.started(Duration.between(publisher.since(), now));
            put(publisher.warm(now));
        }
        advance(now);
        return decided();
    }

    /** A publisher did not start. */
    List<PoolEffect> startFailed(long id, Instant now) {
        if (publishers.containsKey(id)) {
            starts = starts.failed(now);
        }
        discard(id);
        advance(now);
        return decided();
    }

    /** A publisher has finished with an order, well or badly. */
    List<PoolEffect> published(long id, PublicationOrder order, PublishOutcome outcome, Instant now) {
        PooledPublisher publisher = publishers.get(id);
        if (publisher != null && sizing.reusable()) {
            put(publisher.warm(now));
        } else {
            discard(id);
        }
        boolean wanted = publisher != null && orders.contains(order.id());
        // The arbiter needs every publication, even if this publisher was cut off or its order cancelled.
        outcome.end().filter(end -> wanted || end instanceof Done).ifPresent(end -> answer(order, end));
        if (wanted && outcome.end().isEmpty()) {
            orders.postpone(order.id(), now);
        }
        advance(now);
        return decided();
    }

    /** A publisher failed, so that it is not known what became of its order. */
    List<PoolEffect> broke(long id, PublicationOrder order, String why, Instant now) {
        boolean ours = publishers.containsKey(id);
        discard(id);
        if (ours) {
            tryAgain(order, "The publisher failed: " + why);
        }
        advance(now);
        return decided();
    }

    /** Time has passed: cuts off, gives up, starts, closes, predicts. */
    List<PoolEffect> tick(Instant now) {
        List.copyOf(publishers.values()).stream()
                .filter(publisher -> publisher.isHung(now))
                .forEach(publisher -> timedOut(publisher, now));
        advance(now);
        sizing.unneeded(now).forEach(publisher -> discard(publisher.id()));
        forecast.newlyLate(now).forEach(need -> effects.add(new PoolEffect.ReportPredictedLate(need)));
        return decided();
    }

    private void timedOut(PooledPublisher publisher, Instant now) {
        effects.add(new PoolEffect.ReportTimeout(publisher.order().map(PublicationOrder::id)));
        cutOff(publisher);
        if (publisher.state() == State.STARTING) {
            starts = starts.failed(now);
        } else {
            String why = "No publisher finished within " + settings.bounds().publishTimeout() + ".";
            publisher.order().ifPresent(order -> tryAgain(order, why));
        }
    }

    /** Ends everything without an answer. */
    List<PoolEffect> close() {
        closed = true;
        orders.clear();
        List.copyOf(publishers.values()).forEach(this::cutOff);
        return decided();
    }

    int count(State state) {
        return sizing.count(state);
    }

    int waiting() {
        return orders.waitingCount();
    }

    long predictedLate() {
        return forecast.predictedLate();
    }

    private void advance(Instant now) {
        orders.late(now).forEach(order -> answer(order, Refused.late(order)));
        for (PooledPublisher publisher : List.copyOf(publishers.values())) {
            if (publisher.state() == State.WARM) {
                orders.mostUrgent(order -> publisher.serves(order.videoId()), now)
                        .ifPresent(order -> assign(publisher, order, now));
            }
        }
        if (!closed && starts.allows(now)) {
            sizing.missing(now).forEach(video -> start(video, now));
        }
    }

    private void assign(PooledPublisher publisher, PublicationOrder order, Instant now) {
        orders.taken(order);
        put(publisher.busy(order, now, now.plus(settings.bounds().publishTimeout())));
        effects.add(new PoolEffect.Assign(publisher.id(), order));
    }

    private void start(Optional<String> video, Instant now) {
        lastId++;
        put(PooledPublisher.starting(
                lastId, video, now, now.plus(settings.bounds().startTimeout())));
        effects.add(new PoolEffect.Start(lastId));
    }

    private void tryAgain(PublicationOrder order, String why) {
        if (orders.contains(order.id()) && !orders.tryAgain(order.id(), TRIES)) {
            answer(order, new Refused(Failures.of(FailureCode.PUBLISH_FAILED, why)));
        }
    }

    private void answer(PublicationOrder order, PublishOutcome.End outcome) {
        orders.remove(order.id());
        effects.add(new PoolEffect.Answer(order, outcome));
    }

    /** One that is at work is closed when it returns. */
    private void cutOff(PooledPublisher publisher) {
        long id = publisher.id();
        publishers.remove(id);
        effects.add(publisher.state() == State.WARM ? new PoolEffect.Close(id) : new PoolEffect.Interrupt(id));
    }

    private void discard(long id) {
        publishers.remove(id);
        effects.add(new PoolEffect.Close(id));
    }

    private void put(PooledPublisher publisher) {
        publishers.put(publisher.id(), publisher);
    }

    private List<PoolEffect> decided() {
        List<PoolEffect> decided = List.copyOf(effects);
        effects.clear();
        return decided;
    }
}
