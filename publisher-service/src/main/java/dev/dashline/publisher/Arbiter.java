package dev.dashline.publisher;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.pool.Publications;
import dev.dashline.publisher.publication.Deadlines;
import dev.dashline.publisher.publication.ExpectedPublication;
import dev.dashline.publisher.publication.Publication;
import dev.dashline.publisher.publication.PublicationDecision;
import dev.dashline.publisher.publication.PublicationEffect;
import dev.dashline.publisher.publication.PublicationPolicy;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.kafka.RefusedRecordException;
import dev.dashline.runtime.kafka.VideoProcessor;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Loads a video's state, lets {@link Publication} decide, keeps the new state and its timer, forwards the events and hands over the
 * orders. An order to publish is handed over before its transaction is committed; should that be aborted, the order is given again, or what
 * came of it withdrawn. A withdrawal is not: nothing would undo it.
 */
final class Arbiter extends VideoProcessor<PublicationState> {

    static final String PUBLICATIONS = "publications";
    static final String TIMERS = "publication-timers";

    private final PublicationPolicy policy;
    private final Publications publications;
    private final PublicationMetrics outcomes;
    private final Set<String> expected = new HashSet<>();
    /** Until then a word that was on its way before this began may still be unread. */
    private Instant hearingAll = Instant.EPOCH;

    Arbiter(PublicationPolicy policy, Publications publications, PublicationMetrics outcomes) {
        super(PUBLICATIONS, TIMERS);
        this.policy = policy;
        this.publications = publications;
        this.outcomes = outcomes;
    }

    /** The store is the queue of what is to be published: everything in it that is open is ordered again. */
    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        hearingAll = now().plus(policy.grace());
        try (KeyValueIterator<String, PublicationState> all = states().all()) {
            while (all.hasNext()) {
                KeyValue<String, PublicationState> entry = all.next();
                ExpectedPublication.of(entry.value).ifPresent(outlook -> expect(entry.key, Optional.of(outlook)));
                Publication.outstanding(entry.value).forEach(this::order);
            }
        }
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable SpecificRecord event = record.value();
        if (event instanceof VideoRequested request) {
            requested(record.key(), request);
        } else if (event instanceof VideoEncoded encoded) {
            requireAddressed(record.key(), encoded.getVideoId());
            Optional<PublicationState> known = known(encoded.getVideoId());
            apply(encoded.getVideoId(), known, Publication.onEncoded(known, encoded, policy, now()));
        } else if (event instanceof PublicationResult result) {
            requireAddressed(record.key(), result.getVideoId());
            Optional<PublicationState> known = known(result.getVideoId());
            apply(result.getVideoId(), known, Publication.onResult(known, result, policy, now()));
        } else {
            throw new RefusedRecordException(FailureCode.UNDECODABLE_RECORD, "it has no value");
        }
    }

    private void requested(@Nullable String key, VideoRequested request) {
        requireIdentity(key, request);
        Optional<PublicationState> known = known(request.getVideoId());
        boolean cancel = request.getAction() == RequestAction.CANCEL;
        apply(
                request.getVideoId(),
                known,
                cancel
                        ? Publication.onCancelled(known, request, policy, now())
                        : Publication.onRequested(known, request, policy, now()));
    }

    /** A failure that named what such a request names would end another's attempt, which may be a good one. */
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
        Optional<PublicationState> known = known(videoId);
        if (known.filter(this::mayHaveBeenPublished).isPresent()) {
            timers().set(hearingAll, videoId);
        } else {
            known.ifPresent(state -> apply(videoId, known, Publication.onWake(state, policy, now())));
        }
    }

    /** While nobody was here a publisher may have said that it was in time. */
    private boolean mayHaveBeenPublished(PublicationState state) {
        return state.getPhase() == PublicationPhase.PUBLISHING && now().isBefore(hearingAll);
    }

    private void apply(String videoId, Optional<PublicationState> before, PublicationDecision decision) {
        before.flatMap(state -> Deadlines.wakeAt(state, policy)).ifPresent(due -> timers().cancel(due, videoId));
        decision.state().flatMap(state -> Deadlines.wakeAt(state, policy)).ifPresent(due -> timers().set(due, videoId));
        if (!decision.state().equals(before)) {
            states().put(videoId, decision.state().orElse(null));
            expect(videoId, decision.state().flatMap(ExpectedPublication::of));
        }
        for (PublicationEffect effect : decision.effects()) {
            order(effect);
            if (effect instanceof PublicationEffect.AnnouncePublished published) {
                announce(videoId, published.event());
            } else if (effect instanceof PublicationEffect.AnnounceFailed failed) {
                announce(videoId, failed.event());
            } else if (effect instanceof PublicationEffect.AnnounceWithdrawal withdrawal) {
                forward(videoId, withdrawal.event());
            }
        }
    }

    private void expect(String videoId, Optional<ExpectedPublication> outlook) {
        if (outlook.isPresent()) {
            expected.add(videoId);
        } else {
            expected.remove(videoId);
        }
        publications.expect(videoId, outlook);
    }

    /** Whoever has the partition now expects its videos. */
    @Override
    public void close() {
        super.close();
        expected.forEach(videoId -> publications.expect(videoId, Optional.empty()));
        expected.clear();
    }

    private void order(PublicationEffect effect) {
        if (effect instanceof PublicationEffect.Publish publish) {
            publications.publish(publish.order());
        } else if (effect instanceof PublicationEffect.Withdraw withdraw) {
            publications.withdraw(withdraw.order());
        } else if (effect instanceof PublicationEffect.Sweep sweep) {
            publications.sweep(sweep.leftovers());
        }
    }

    private void announce(String key, SpecificRecord event) {
        if (event instanceof VideoPublished published) {
            outcomes.published(published);
        } else if (event instanceof VideoFailed failed) {
            outcomes.failed(failed);
        }
        forward(key, event);
        PausePoint.ANNOUNCED.reach();
    }
}
