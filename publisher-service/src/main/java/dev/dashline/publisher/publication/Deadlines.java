package dev.dashline.publisher.publication;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When things are due. Everything here follows from a state alone, so that a timer never says anything that its state does not. */
public final class Deadlines {

    private Deadlines() {}

    /** What the publication of the current attempt has to come before; empty if nothing, or nothing yet. */
    public static Optional<Instant> deadline(PublicationState state) {
        return state.getRequest().flatMap(request -> deadline(request, state.getEncodingStartedAt()));
    }

    private static Optional<Instant> deadline(VideoRequested request, Optional<Instant> encodingStartedAt) {
        Optional<Instant> start = request.getDeadlineClock() == DeadlineClock.REQUESTED
                ? Optional.of(request.getRequestedAt())
                : encodingStartedAt;
        return request.getDeadline()
                .or(() -> request.getPublicationTimeoutMillis()
                        .flatMap(timeout -> start.map(from -> from.plusMillis(timeout))));
    }

    /** When {@link Publication#onWake} has something to do by itself; empty if only an event can change anything. */
    public static Optional<Instant> wakeAt(PublicationState state, PublicationPolicy policy) {
        return Stream.of(failAt(state, policy), forgetAt(state, policy), Sweeps.earliest(state))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** When the current attempt is failed for being late. */
    static Optional<Instant> failAt(PublicationState state, PublicationPolicy policy) {
        boolean mayBePublished = state.getPhase() == PublicationPhase.PUBLISHING;
        return isOpen(state)
                ? deadline(state).map(due -> mayBePublished ? due.plus(policy.grace()) : due)
                : Optional.empty();
    }

    /**
     * When nothing needs to be known of the video any more. Of one that was published there does: what a later attempt must give its place
     * back to, should it have to be taken back.
     */
    static Optional<Instant> forgetAt(PublicationState state, PublicationPolicy policy) {
        boolean settled = !isOpen(state)
                && state.getPublishedAttempt() == 0
                && state.getWithdrawals().isEmpty()
                && state.getSweeps().isEmpty();
        return settled ? Optional.of(state.getChangedAt().plus(policy.memory())) : Optional.empty();
    }

    /** Whether the current attempt has yet to end. */
    static boolean isOpen(PublicationState state) {
        return switch (state.getPhase()) {
            case REQUESTED, ENCODING, PUBLISHING -> true;
            case UNREQUESTED, PUBLISHED, FAILED -> false;
        };
    }
}
