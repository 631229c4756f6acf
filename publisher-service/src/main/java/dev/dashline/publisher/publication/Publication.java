package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Priority;
import dev.dashline.events.Stage;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PendingSweep;
import dev.dashline.events.publisher.PendingWithdrawal;
import dev.dashline.events.publisher.PublicationDone;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationRefused;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.events.publisher.PublicationToWithdraw;
import dev.dashline.events.publisher.PublicationWithdrawn;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of one video: the single arbiter of how each of its attempts ends. Pure: a decision follows from the state, the
 * input and the time that the caller names, and nothing else.
 *
 * <p>What it holds to: an attempt ends exactly once; a repeated record changes nothing; no publication counts that was acknowledged at
 * or after its deadline; whatever a publisher may have made public of an attempt that failed is withdrawn, until that is confirmed. That is
 * ordered only when the failure is read back as committed: of two arbiters that both take a video for theirs, one may have seen it published.
 */
public final class Publication {

    private final PublicationState.Builder state;
    private final PublicationPolicy policy;
    private final Instant now;
    private final List<PublicationEffect> effects = new ArrayList<>();

    private Publication(PublicationState state, PublicationPolicy policy, Instant now) {
        this.state = PublicationState.newBuilder(state);
        this.policy = policy;
        this.now = now;
    }

    /** Somebody wants the video: begins an attempt, unless that attempt or a later one is known already. */
    public static PublicationDecision onRequested(
            Optional<PublicationState> known, VideoRequested request, PublicationPolicy policy, Instant now) {
        if (known.isPresent() && request.getAttempt() <= known.get().getAttempt()) {
            return PublicationDecision.nothing(known);
        }
        PublicationState before = known.orElseGet(() -> blank(request.getVideoId(), now));
        Publication self = new Publication(before, policy, now);
        if (Deadlines.isOpen(before)) {
            self.fail(Failures.superseded(before.getAttempt(), request.getAttempt()));
        }
        self.begin(request);
        return self.decide();
    }

    /** Somebody wants an attempt to end, whatever it has come to: if it has not ended yet, it does now. */
    public static PublicationDecision onCancelled(
            Optional<PublicationState> known, VideoRequested cancel, PublicationPolicy policy, Instant now) {
        boolean open = known.filter(state -> state.getAttempt() == cancel.getAttempt() && Deadlines.isOpen(state))
                .isPresent();
        if (!open) {
            return PublicationDecision.nothing(known);
        }
        Publication self = new Publication(known.get(), policy, now);
        self.fail(Failures.cancelled(cancel.getAttempt()));
        return self.decide();
    }

    /** The encoder says how far an attempt is. */
    public static PublicationDecision onEncoded(
            Optional<PublicationState> known, VideoEncoded event, PublicationPolicy policy, Instant now) {
        Publication self = new Publication(known.orElseGet(() -> blank(event.getVideoId(), now)), policy, now);
        if (event.getAttempt() > self.state.getAttempt()) {
            return self.keepEarly(event) ? self.decide() : PublicationDecision.nothing(known);
        }
        if (event.getAttempt() == self.state.getAttempt() && Deadlines.isOpen(self.state.build())) {
            return self.encoder(event) ? self.decide() : PublicationDecision.nothing(known);
        }
        // It comes too late. Should a publisher have been given it by an instance that crashed before it could say so,
        // this undoes that.
        boolean mayBePublic = event.getState() == EncodingState.ENCODED && self.isFailed(event.getAttempt());
        if (mayBePublic) {
            self.undo(event.getAttempt(), event.getEncoded().orElseThrow());
        }
        return mayBePublic ? self.decide() : PublicationDecision.nothing(known);
    }

    /** A publisher says what became of an order. */
    public static PublicationDecision onResult(
            Optional<PublicationState> known, PublicationResult result, PublicationPolicy policy, Instant now) {
        if (known.isEmpty() || result.getAttempt() > known.get().getAttempt()) {
            // The order was given by a transaction that was aborted: its input will be read, and the order be given,
            // again.
            return PublicationDecision.nothing(known);
        }
        Publication self = new Publication(known.get(), policy, now);
        return self.publisher(result) ? self.decide() : PublicationDecision.nothing(known);
    }

    /** It is {@link Deadlines#wakeAt} or later. */
    public static PublicationDecision onWake(PublicationState known, PublicationPolicy policy, Instant now) {
        if (!isDue(Deadlines.wakeAt(known, policy), now)) {
            return PublicationDecision.nothing(Optional.of(known));
        }
        if (isDue(Deadlines.forgetAt(known, policy), now)) {
            return PublicationDecision.nothing(Optional.empty());
        }
        Publication self = new Publication(known, policy, now);
        if (isDue(Deadlines.failAt(known, policy), now)) {
            self.failLate();
        }
        self.sweep(Sweeps.due(known, now));
        return self.decide();
    }

    private static boolean isDue(Optional<Instant> moment, Instant now) {
        return moment.filter(at -> !at.isAfter(now)).isPresent();
    }

    /** What was wanted of publishers and is not known to be done: to be said again after a restart. */
    public static List<PublicationEffect> outstanding(PublicationState known) {
        List<PublicationEffect> effects = new ArrayList<>();
        if (known.getPhase() == PublicationPhase.PUBLISHING) {
            effects.add(new PublicationEffect.Publish(
                    order(known, known.getAttempt(), known.getEncoded().orElseThrow(), Deadlines.deadline(known))));
        }
        for (PendingWithdrawal pending : known.getWithdrawals()) {
            effects.add(new PublicationEffect.Withdraw(
                    order(known, pending.getAttempt(), pending.getEncoded(), Optional.empty())));
        }
        return effects;
    }

    private void begin(VideoRequested request) {
        state.setAttempt(request.getAttempt())
                .setRequest(request)
                .setPhase(PublicationPhase.REQUESTED)
                .setEncodingStartedAt(null);
        List<VideoEncoded> early = state.getEarly();
        state.setEarly(early.stream()
                .filter(event -> event.getAttempt() > request.getAttempt())
                .toList());
        List<RequestRules.Problem> problems = RequestRules.problems(request);
        if (!problems.isEmpty()) {
            fail(Failures.invalid(problems));
        } else if (isLate(now)) {
            failLate();
        }
        early.stream()
                .filter(event -> event.getAttempt() == request.getAttempt() && Deadlines.isOpen(state.build()))
                .forEach(this::encoder);
    }

    private boolean keepEarly(VideoEncoded event) {
        List<VideoEncoded> early = new ArrayList<>(state.getEarly());
        if (early.contains(event) || early.stream().anyMatch(kept -> kept.getAttempt() > event.getAttempt())) {
            return false;
        }
        // An older attempt than this one will end as superseded, whatever the encoder said of it.
        early.removeIf(kept -> kept.getAttempt() < event.getAttempt());
        early.add(event);
        state.setEarly(early);
        return true;
    }

    private boolean encoder(VideoEncoded event) {
        boolean repeat = state.getPhase() == PublicationPhase.PUBLISHING
                || (event.getState() == EncodingState.STARTED && state.getPhase() == PublicationPhase.ENCODING);
        if (repeat) {
            return false;
        }
        if (state.getEncodingStartedAt() == null) {
            state.setEncodingStartedAt(plausible(event.getEncodingStartedAt()));
        }
        state.setPhase(PublicationPhase.ENCODING);
        switch (event.getState()) {
            case STARTED -> started();
            case ENCODED -> encoded(event.getEncoded().orElseThrow());
            case FAILED -> fail(event.getFailure().orElseThrow());
        }
        return true;
    }

    /** A worker's clock may be wrong, and a deadline may count from what it says: that was not before the request, nor is it yet to come. */
    private Instant plausible(Instant startedAt) {
        Instant requestedAt = state.getRequest().getRequestedAt();
        Instant earliest = startedAt.isBefore(requestedAt) ? requestedAt : startedAt;
        return earliest.isAfter(now) ? now : earliest;
    }

    private void started() {
        if (isLate(now)) {
            failLate();
        }
    }

    private void encoded(EncodedVideo encoded) {
        if (isLate(now)) {
            failLate();
            return;
        }
        state.setPhase(PublicationPhase.PUBLISHING).setEncoded(encoded);
        effects.add(new PublicationEffect.Publish(
                order(state.build(), state.getAttempt(), encoded, Deadlines.deadline(state.build()))));
    }

    private boolean publisher(PublicationResult result) {
        boolean current = result.getAttempt() == state.getAttempt();
        Object outcome = result.getOutcome();
        if (outcome instanceof PublicationWithdrawn) {
            return withdrawn(result.getAttempt());
        } else if (outcome instanceof PublicationToWithdraw) {
            return toWithdraw(result);
        } else if (current && state.getPhase() == PublicationPhase.PUBLISHING) {
            settle(outcome);
            return true;
        } else if (outcome instanceof PublicationDone && isFailed(result.getAttempt())) {
            undo(result.getAttempt(), result.getEncoded());
            return true;
        }
        return false;
    }

    private void settle(Object outcome) {
        if (outcome instanceof PublicationRefused refused) {
            fail(refused.getFailure());
        } else if (outcome instanceof PublicationDone done) {
            if (isLate(done.getPublishedAt())) {
                failLate();
            } else {
                publish(done.getPublishedAt());
            }
        }
    }

    private void publish(Instant publishedAt) {
        VideoRequested request = state.getRequest();
        EncodedVideo encoded = state.getEncoded();
        Optional<Instant> deadline = Deadlines.deadline(state.build());
        effects.add(new PublicationEffect.AnnouncePublished(VideoPublished.newBuilder()
                .setEventId(EventIds.of("published", state.getVideoId(), state.getAttempt()))
                .setVideoId(state.getVideoId())
                .setAttempt(state.getAttempt())
                .setManifest(policy.publicUrl(state.getVideoId(), "manifest.mpd"))
                .setMasterPlaylist(policy.publicUrl(state.getVideoId(), "master.m3u8"))
                .setRequestedAt(request.getRequestedAt())
                .setEncodingStartedAt(state.getEncodingStartedAt())
                .setEncodedAt(encoded.getEncodedAt())
                .setPublishedAt(publishedAt)
                .setDeadline(deadline.orElse(null))
                .setMarginMillis(deadline.map(due -> due.toEpochMilli() - publishedAt.toEpochMilli())
                        .orElse(null))
                .setRenditions(encoded.getRenditions())
                .setDurationMillis(encoded.getDurationMillis())
                .setFrames(encoded.getFrames())
                .build()));
        state.setPublishedAttempt(state.getAttempt());
        leave(Sweeps.of(state.getAttempt(), true, now, policy));
        end(PublicationPhase.PUBLISHED);
    }

    private void failLate() {
        Stage stage = switch (state.getPhase()) {
            case PUBLISHING -> Stage.PUBLISH;
            case REQUESTED -> Stage.REQUEST;
            default -> Stage.TRANSCODE;
        };
        fail(Failures.deadlineExceeded(stage, Deadlines.deadline(state.build())));
    }

    private void fail(Failure failure) {
        effects.add(new PublicationEffect.AnnounceFailed(VideoFailed.newBuilder()
                .setEventId(EventIds.of("failed", state.getVideoId(), state.getAttempt()))
                .setVideoId(state.getVideoId())
                .setAttempt(state.getAttempt())
                .setFailure(failure)
                .setFailedAt(now)
                .setRequest(state.getRequest())
                .build()));
        if (state.getPhase() == PublicationPhase.PUBLISHING) {
            withdraw(state.getAttempt(), state.getEncoded());
        }
        boolean cancelled = failure.getCode().equals(FailureCode.CANCELLED.name());
        leave(
                cancelled
                        ? Sweeps.ofCancelled(state.getAttempt(), now, policy)
                        : Sweeps.of(state.getAttempt(), false, now, policy));
        end(PublicationPhase.FAILED);
    }

    private void end(PublicationPhase phase) {
        state.setPhase(phase).setRequest(null).setEncoded(null).setEncodingStartedAt(null);
    }

    private void leave(PendingSweep sweep) {
        List<PendingSweep> sweeps = new ArrayList<>(state.getSweeps());
        sweeps.removeIf(other -> other.getAttempt() == sweep.getAttempt());
        sweeps.add(sweep);
        state.setSweeps(sweeps);
    }

    private void sweep(List<PendingSweep> due) {
        for (PendingSweep sweep : due) {
            int attempt = sweep.getAttempt();
            effects.add(new PublicationEffect.Sweep(new Leftovers(
                    state.getVideoId(), attempt, sweep.getPublished(), publishedBefore(state.build(), attempt))));
        }
        state.setSweeps(Sweeps.after(state.getSweeps(), due, now, policy));
    }

    /** Of an attempt that failed before there is something after all: it goes as it came. */
    private void undo(int attempt, EncodedVideo encoded) {
        withdraw(attempt, encoded);
        leave(Sweeps.of(attempt, false, now, policy));
    }

    private void withdraw(int attempt, EncodedVideo encoded) {
        await(attempt, encoded);
        effects.add(new PublicationEffect.AnnounceWithdrawal(PublicationResult.newBuilder()
                .setVideoId(state.getVideoId())
                .setAttempt(attempt)
                .setEncoded(encoded)
                .setAt(now)
                .setOutcome(new PublicationToWithdraw())
                .build()));
    }

    private boolean toWithdraw(PublicationResult due) {
        int attempt = due.getAttempt();
        if (attempt == state.getPublishedAttempt()) {
            return false;
        }
        await(attempt, due.getEncoded());
        effects.add(new PublicationEffect.Withdraw(order(state.build(), attempt, due.getEncoded(), Optional.empty())));
        return true;
    }

    private void await(int attempt, EncodedVideo encoded) {
        List<PendingWithdrawal> pending = new ArrayList<>(state.getWithdrawals());
        pending.removeIf(other -> other.getAttempt() == attempt);
        pending.add(new PendingWithdrawal(attempt, encoded));
        state.setWithdrawals(pending);
    }

    private boolean withdrawn(int attempt) {
        List<PendingWithdrawal> pending = new ArrayList<>(state.getWithdrawals());
        boolean wasPending = pending.removeIf(other -> other.getAttempt() == attempt);
        state.setWithdrawals(pending);
        return wasPending;
    }

    /** Of those before the newest that was published none can be public any more, and some were published, too. */
    private boolean isFailed(int attempt) {
        boolean ended = attempt < state.getAttempt() || !Deadlines.isOpen(state.build());
        return ended && attempt > state.getPublishedAttempt();
    }

    private boolean isLate(Instant moment) {
        return Deadlines.deadline(state.build())
                .filter(due -> !moment.isBefore(due))
                .isPresent();
    }

    private PublicationDecision decide() {
        return new PublicationDecision(Optional.of(state.setChangedAt(now).build()), effects);
    }

    private static Order order(PublicationState state, int attempt, EncodedVideo encoded, Optional<Instant> deadline) {
        Priority priority = state.getRequest().map(VideoRequested::getPriority).orElse(Priority.NORMAL);
        return new Order(state.getVideoId(), attempt, encoded, deadline, priority, publishedBefore(state, attempt));
    }

    private static int publishedBefore(PublicationState state, int attempt) {
        return state.getPublishedAttempt() < attempt ? state.getPublishedAttempt() : 0;
    }

    private static PublicationState blank(String videoId, Instant now) {
        return PublicationState.newBuilder()
                .setVideoId(videoId)
                .setAttempt(0)
                .setPhase(PublicationPhase.UNREQUESTED)
                .setChangedAt(now)
                .build();
    }
}
