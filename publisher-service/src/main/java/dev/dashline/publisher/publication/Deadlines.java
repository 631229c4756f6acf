package dev.dashline.publisher.publication;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationPhase;
import dev.dashline.events.publisher.PublicationState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When things are due. All of it follows from a state alone, so that a restored state has its timer. */
public final class Deadlines {

    private Deadlines() {}

    /** The deadline of the current attempt; empty if there is none, or its clock has not started. */
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

    /**
     * When encoding started, as a worker's clock says. A deadline may count from it, and the clock may be wrong: the
     * start is neither before the request nor in the future.
     */
    static Instant plausible(Instant startedAt, VideoRequested request, Instant now) {
        Instant requestedAt = request.getRequestedAt();
        Instant earliest = startedAt.isBefore(requestedAt) ? requestedAt : startedAt;
        return earliest.isAfter(now) ? now : earliest;
    }

    /** When {@link Publication#onWake} has something to do; empty if only an event can change anything. */
    public static Optional<Instant> wakeAt(PublicationState state, PublicationPolicy policy) {
        return Stream.of(
                        failAt(state, policy),
                        forgetAt(state, policy),
                        state.getExpiresAt(),
                        SweepSchedule.earliest(state))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** When the current attempt fails for being late. */
    static Optional<Instant> failAt(PublicationState state, PublicationPolicy policy) {
        boolean mayBePublished = state.getPhase() == PublicationPhase.PUBLISHING;
        return isOpen(state)
                ? deadline(state).map(due -> mayBePublished ? due.plus(policy.grace()) : due)
                : Optional.empty();
    }

    /** When what is published now is to be unpublished, by a request that is published now. */
    static Optional<Instant> expiresAt(VideoRequested request, Instant publishedAt) {
        return request.getExpiresAt().or(() -> request.getExpiresAfterMillis().map(publishedAt::plusMillis));
    }

    /**
     * When the video can be forgotten. One that is published never is: when a later attempt is withdrawn, the published
     * one becomes public again.
     */
    static Optional<Instant> forgetAt(PublicationState state, PublicationPolicy policy) {
        boolean settled = !isOpen(state)
                && state.getPublishedAttempt() == 0
                && state.getWithdrawals().isEmpty()
                && state.getSweeps().isEmpty();
        return settled ? Optional.of(state.getChangedAt().plus(policy.memory())) : Optional.empty();
    }

    /**
     * Whether somebody waits for the video: its current attempt has not ended, or an attempt that failed has yet to be
     * withdrawn. All else only waits for records about it, or for its timer.
     */
    public static boolean isOutstanding(PublicationState state) {
        return isOpen(state) || !state.getWithdrawals().isEmpty();
    }

    /** Whether the current attempt has not ended. */
    static boolean isOpen(PublicationState state) {
        return switch (state.getPhase()) {
            case REQUESTED, ENCODING, PUBLISHING -> true;
            case UNREQUESTED, PUBLISHED, FAILED -> false;
        };
    }
}
