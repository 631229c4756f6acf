package dev.dashline.publisher;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.publisher.pool.PublicationOrders;
import dev.dashline.publisher.publication.Deadlines;
import dev.dashline.publisher.publication.Publication;
import dev.dashline.publisher.publication.PublicationDecision;
import dev.dashline.publisher.publication.PublicationEffect;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.PublicationPolicy;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.runtime.deadletter.RefusedRecordException;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.kafka.VideoProcessor;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Loads the state of a video, lets {@link Publication} decide, stores the new state and its timer, and carries out the
 * effects. Belongs to one stream task.
 *
 * <p>An order to publish is issued before its transaction is committed. If the transaction is aborted, the order is
 * issued again, or its result leads to a withdrawal. A withdrawal cannot be undone, so it is ordered only once its
 * announcement has been read as committed.
 */
final class Arbiter extends VideoProcessor<PublicationState, SpecificRecord> {

    static final String TIMERS = "publication-timers";

    private final PublicationPolicy policy;
    private final PublicationOrders orders;
    private final ExpectationListener expectations;
    private final PublicationMetrics outcomes;
    private final Set<String> expected = new HashSet<>();
    private @Nullable PublicationStores stores;
    /** Until this time, results that were sent before this arbiter started may still be unread. */
    private Instant caughtUpAt = Instant.EPOCH;

    Arbiter(
            PublicationPolicy policy,
            PublicationOrders orders,
            ExpectationListener expectations,
            PublicationMetrics outcomes) {
        super(PublicationStores.OUTSTANDING, TIMERS);
        this.policy = policy;
        this.orders = orders;
        this.expectations = expectations;
        this.outcomes = outcomes;
    }

    /** The store is the queue of publications, so everything outstanding is ordered again. */
    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        stores = new PublicationStores(states(), context.getStateStore(PublicationStores.SETTLED));
        caughtUpAt = now().plus(policy.grace());
        stores.forEachOutstanding(this::takeOver);
    }

    private void takeOver(String videoId, PublicationState state) {
        ExpectedPublication.of(state).ifPresent(publication -> {
            expected.add(videoId);
            expectations.restore(videoId, publication);
        });
        Publication.outstanding(state).forEach(effect -> effect.handle(new Effects(videoId)));
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable SpecificRecord event = record.value();
        if (event instanceof VideoRequested request) {
            requested(record.key(), request);
        } else if (event instanceof VideoEncoded encoded) {
            requireAddressed(record.key(), encoded.getVideoId());
            Optional<PublicationState> known = find(encoded.getVideoId());
            apply(encoded.getVideoId(), known, Publication.onEncoded(known, encoded, policy, now()));
        } else if (event instanceof PublicationResult result) {
            requireAddressed(record.key(), result.getVideoId());
            Optional<PublicationState> known = find(result.getVideoId());
            apply(result.getVideoId(), known, Publication.onResult(known, result, policy, now()));
        } else {
            throw new RefusedRecordException(FailureCode.UNDECODABLE_RECORD, "it has no value");
        }
    }

    private void requested(@Nullable String key, VideoRequested request) {
        requireIdentity(key, request);
        Optional<PublicationState> known = find(request.getVideoId());
        PublicationDecision decision = switch (request.getAction()) {
            case REQUEST -> Publication.onRequested(known, request, policy, now());
            case CANCEL -> Publication.onCancelled(known, request, policy, now());
            case UNPUBLISH -> Publication.onUnpublish(known, request, policy, now());
        };
        apply(request.getVideoId(), known, decision);
    }

    /**
     * The failure of such a request must not name its video and attempt: that could end a good attempt of another
     * request.
     */
    private static void requireIdentity(@Nullable String key, VideoRequested request) {
        requireAddressed(key, request.getVideoId());
        for (RequestRules.Problem problem : RequestRules.problems(request)) {
            if (problem.field().equals("videoId") || problem.field().equals("attempt")) {
                throw new RefusedRecordException(FailureCode.INVALID_REQUEST, problem.toString());
            }
        }
    }

    @Override
    protected void wake(String videoId) {
        Optional<PublicationState> known = find(videoId);
        if (known.filter(this::mayHaveBeenPublished).isPresent()) {
            timers().set(caughtUpAt, videoId);
        } else {
            known.ifPresent(state -> apply(videoId, known, Publication.onWake(state, policy, now())));
        }
    }

    /** A publisher may have reported a timely publication while no arbiter ran. */
    private boolean mayHaveBeenPublished(PublicationState state) {
        return state.getPhase() == PublicationPhase.PUBLISHING && now().isBefore(caughtUpAt);
    }

    private void apply(String videoId, Optional<PublicationState> before, PublicationDecision decision) {
        before.flatMap(state -> Deadlines.wakeAt(state, policy)).ifPresent(due -> timers().cancel(due, videoId));
        decision.state().flatMap(state -> Deadlines.wakeAt(state, policy)).ifPresent(due -> timers().set(due, videoId));
        if (!decision.state().equals(before)) {
            stores().replace(videoId, before, decision.state());
            expect(videoId, decision.state().flatMap(ExpectedPublication::of));
        }
        decision.effects().forEach(effect -> effect.handle(new Effects(videoId)));
    }

    private void expect(String videoId, Optional<ExpectedPublication> publication) {
        if (publication.isPresent()) {
            expected.add(videoId);
        } else {
            expected.remove(videoId);
        }
        expectations.expect(videoId, publication);
    }

    /** Drops the expected publications of this partition. The next owner of the partition registers them again. */
    @Override
    public void close() {
        super.close();
        expected.forEach(videoId -> expectations.expect(videoId, Optional.empty()));
        expected.clear();
    }

    private Optional<PublicationState> find(String videoId) {
        return stores().find(videoId);
    }

    private PublicationStores stores() {
        return initialised(stores);
    }

    /** Carries out the effects of decisions about one video. */
    private final class Effects implements PublicationEffect.Handler {

        private final String videoId;

        Effects(String videoId) {
            this.videoId = videoId;
        }

        @Override
        public void publish(PublicationOrder order) {
            orders.publish(order);
        }

        @Override
        public void withdraw(WithdrawalOrder order) {
            orders.withdraw(order);
        }

        @Override
        public void sweep(SweepOrder order) {
            orders.sweep(order);
        }

        @Override
        public void announceWithdrawal(PublicationResult event) {
            forward(videoId, event);
        }

        @Override
        public void announcePublished(VideoPublished event) {
            outcomes.published(event);
            forward(videoId, event);
            PausePoint.ANNOUNCED.reach();
        }

        @Override
        public void announceFailed(VideoFailed event) {
            outcomes.failed(event);
            forward(videoId, event);
            PausePoint.ANNOUNCED.reach();
        }

        @Override
        public void announceUnpublished(VideoUnpublished event) {
            outcomes.unpublished(event);
            forward(videoId, event);
            PausePoint.ANNOUNCED.reach();
        }
    }
}
