package dev.dashline.publisher.publication;

import dev.dashline.events.EncodingState;
import dev.dashline.events.UnpublishCause;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of one video, which alone decides how each of its attempts ends. Pure: a decision follows from the
 * state, the input and the time that the caller passes, and from nothing else.
 *
 * <p>It guarantees that an attempt ends exactly once; that a repeated record changes nothing; that no publication
 * counts that was acknowledged at or after its deadline; and that whatever a publisher may have made public of an
 * attempt that failed, or is unpublished, is withdrawn, until that is confirmed. A withdrawal is ordered only when its
 * announcement is read back as committed: while two arbiters both take a partition for theirs, one of them may have
 * seen the attempt published.
 */
public final class Publication {

    private Publication() {}

    /** A request was read: begins an attempt, unless that attempt or a later one is known already. */
    public static PublicationDecision onRequested(
            Optional<PublicationState> known, VideoRequested request, PublicationPolicy policy, Instant now) {
        if (known.isPresent() && request.getAttempt() <= known.get().getAttempt()) {
            return PublicationDecision.noEffects(known);
        }
        PublicationState before = known.orElseGet(() -> unrequested(request.getVideoId(), now));
        PublicationChange change = new PublicationChange(before, policy, now);
        if (Deadlines.isOpen(before)) {
            change.fail(Failures.superseded(before.getAttempt(), request.getAttempt()));
        }
        change.begin(request);
        return change.decide();
    }

    /** A cancellation was read: ends the attempt that it names, if that has not ended. */
    public static PublicationDecision onCancelled(
            Optional<PublicationState> known, VideoRequested cancel, PublicationPolicy policy, Instant now) {
        boolean open = known.filter(state -> state.getAttempt() == cancel.getAttempt() && Deadlines.isOpen(state))
                .isPresent();
        if (!open) {
            return PublicationDecision.noEffects(known);
        }
        PublicationChange change = new PublicationChange(known.get(), policy, now);
        change.fail(Failures.cancelled(cancel.getAttempt()));
        return change.decide();
    }

    /** An order to unpublish was read: takes back what is public of the video up to the attempt that it names. */
    public static PublicationDecision onUnpublish(
            Optional<PublicationState> known, VideoRequested order, PublicationPolicy policy, Instant now) {
        boolean isPublic = known.filter(state -> state.getPublishedAttempt() > 0)
                .filter(state -> state.getPublishedAttempt() <= order.getAttempt())
                .isPresent();
        if (!isPublic) {
            return PublicationDecision.noEffects(known);
        }
        PublicationChange change = new PublicationChange(known.get(), policy, now);
        change.unpublish(UnpublishCause.REQUESTED, order.getReason());
        return change.decide();
    }

    /** The encoder reported that an attempt has started, was encoded, or failed. */
    public static PublicationDecision onEncoded(
            Optional<PublicationState> known, VideoEncoded event, PublicationPolicy policy, Instant now) {
        PublicationState before = known.orElseGet(() -> unrequested(event.getVideoId(), now));
        PublicationChange change = new PublicationChange(before, policy, now);
        boolean changed;
        if (event.getAttempt() > before.getAttempt()) {
            changed = change.keepEarly(event);
        } else if (event.getAttempt() == before.getAttempt() && Deadlines.isOpen(before)) {
            changed = change.encoder(event);
        } else {
            changed = event.getState() == EncodingState.ENCODED && withdrawnAgain(before, change, event);
        }
        return changed ? change.decide() : PublicationDecision.noEffects(known);
    }

    /**
     * The attempt has ended already. An instance that crashed may have ordered its publication in a transaction that
     * was aborted, so it is withdrawn again.
     */
    private static boolean withdrawnAgain(PublicationState before, PublicationChange change, VideoEncoded event) {
        boolean withdrawn = mustNotBePublic(before, event.getAttempt());
        if (withdrawn) {
            change.withdrawAndSweep(event.getAttempt(), event.getEncoded());
        }
        return withdrawn;
    }

    /** A publisher reported the result of an order, or the arbiter's own announcement of a withdrawal was read. */
    public static PublicationDecision onResult(
            Optional<PublicationState> known, PublicationResult result, PublicationPolicy policy, Instant now) {
        if (known.isEmpty() || result.getAttempt() > known.get().getAttempt()) {
            // The order was given in a transaction that was aborted: its input will be read again, and the order given
            // again.
            return PublicationDecision.noEffects(known);
        }
        PublicationState before = known.get();
        PublicationChange change = new PublicationChange(before, policy, now);
        boolean changed = switch (ResultKind.of(result)) {
            case WITHDRAWN -> change.withdrawn(result.getAttempt());
            case TO_WITHDRAW -> change.orderWithdrawal(result);
            case DONE, REFUSED -> published(before, change, result);
        };
        return changed ? change.decide() : PublicationDecision.noEffects(known);
    }

    private static boolean published(PublicationState before, PublicationChange change, PublicationResult result) {
        boolean current = result.getAttempt() == before.getAttempt();
        if (current && before.getPhase() == PublicationPhase.PUBLISHING) {
            change.settle(result);
            return true;
        } else if (ResultKind.of(result) == ResultKind.DONE && mustNotBePublic(before, result.getAttempt())) {
            change.withdrawAndSweep(result.getAttempt(), result.getEncoded());
            return true;
        }
        return false;
    }

    /** It is {@link Deadlines#wakeAt} or later. */
    public static PublicationDecision onWake(PublicationState known, PublicationPolicy policy, Instant now) {
        if (!isDue(Deadlines.wakeAt(known, policy), now)) {
            return PublicationDecision.noEffects(Optional.of(known));
        }
        if (isDue(Deadlines.forgetAt(known, policy), now)) {
            return PublicationDecision.noEffects(Optional.empty());
        }
        PublicationChange change = new PublicationChange(known, policy, now);
        if (isDue(Deadlines.failAt(known, policy), now)) {
            change.failLate();
        }
        if (isDue(known.getExpiresAt(), now)) {
            change.unpublish(UnpublishCause.EXPIRED, Optional.empty());
        }
        change.sweep(SweepSchedule.due(known, now));
        return change.decide();
    }

    /** The orders that are not known to be done, to be given again after a restart. */
    public static List<PublicationEffect> outstanding(PublicationState known) {
        return Orders.outstanding(known);
    }

    private static boolean isDue(Optional<Instant> moment, Instant now) {
        return moment.filter(at -> !at.isAfter(now)).isPresent();
    }

    /**
     * Whether an attempt must not be public: it has failed, or is unpublished. Attempts before the newest that was
     * published may have been published too; none of them can be public any more.
     */
    private static boolean mustNotBePublic(PublicationState state, int attempt) {
        boolean ended = attempt < state.getAttempt() || !Deadlines.isOpen(state);
        return ended && attempt > state.getPublishedAttempt();
    }

    private static PublicationState unrequested(String videoId, Instant now) {
        return PublicationState.newBuilder()
                .setVideoId(videoId)
                .setAttempt(0)
                .setPhase(PublicationPhase.UNREQUESTED)
                .setChangedAt(now)
                .build();
    }
}
