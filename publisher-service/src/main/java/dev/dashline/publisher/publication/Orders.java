package dev.dashline.publisher.publication;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PendingSweep;
import dev.dashline.events.publisher.PendingWithdrawal;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationState;
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
        return new PublicationEffect.Publish(order(state, state.getAttempt(), encoded, Deadlines.deadline(state)));
    }

    static PublicationEffect withdraw(PublicationState state, int attempt, EncodedVideo encoded) {
        return new PublicationEffect.Withdraw(order(state, attempt, encoded, Optional.empty()));
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

    private static PublicationOrder order(
            PublicationState state, int attempt, EncodedVideo encoded, Optional<Instant> deadline) {
        Priority priority = state.getRequest().map(VideoRequested::getPriority).orElse(Priority.NORMAL);
        return new PublicationOrder(
                state.getVideoId(), attempt, encoded, deadline, priority, publishedBefore(state, attempt));
    }

    private static int publishedBefore(PublicationState state, int attempt) {
        return state.getPublishedAttempt() < attempt ? state.getPublishedAttempt() : 0;
    }
}
