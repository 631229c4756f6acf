package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PendingSweep;
import dev.dashline.events.publisher.PendingWithdrawal;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.events.publisher.PublicationToWithdraw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes orders to publishers from the state of a video. Pure. */
final class Orders {

    private Orders() {}

    /** Publish the current attempt, which is encoded. */
    static PublicationEffect publish(PublicationState state) {
        EncodedVideo encoded = state.getEncoded().orElseThrow();
        Priority priority = state.getRequest().map(VideoRequested::getPriority).orElse(Priority.NORMAL);
        return new PublicationEffect.Publish(new PublicationOrder(
                state.getVideoId(), state.getAttempt(), encoded, Deadlines.deadline(state), priority));
    }

    static PublicationEffect withdraw(PublicationState state, int attempt, Optional<EncodedVideo> encoded) {
        return new PublicationEffect.Withdraw(
                new WithdrawalOrder(state.getVideoId(), attempt, publishedBefore(state, attempt), encoded));
    }

    /** To be read back by the arbiter, which then orders the withdrawal. */
    static PublicationEffect announceWithdrawal(
            PublicationState state, int attempt, Optional<EncodedVideo> encoded, Instant now) {
        return new PublicationEffect.AnnounceWithdrawal(PublicationResult.newBuilder()
                .setVideoId(state.getVideoId())
                .setAttempt(attempt)
                .setEncoded(encoded.orElse(null))
                .setAt(now)
                .setOutcome(new PublicationToWithdraw())
                .build());
    }

    static PublicationEffect sweep(PublicationState state, PendingSweep sweep) {
        int attempt = sweep.getAttempt();
        return new PublicationEffect.Sweep(
                new SweepOrder(state.getVideoId(), attempt, sweep.getPublished(), publishedBefore(state, attempt)));
    }

    /** The orders that are not known to be done. */
    static List<PublicationEffect> outstanding(PublicationState state) {
        List<PublicationEffect> effects = new ArrayList<>();
        if (state.getPhase() == PublicationPhase.PUBLISHING) {
            effects.add(publish(state));
        }
        for (PendingWithdrawal pending : state.getWithdrawals()) {
            effects.add(withdraw(state, pending.getAttempt(), pending.getEncoded()));
        }
        return effects;
    }

    private static int publishedBefore(PublicationState state, int attempt) {
        return state.getPublishedAttempt() < attempt ? state.getPublishedAttempt() : 0;
    }
}
