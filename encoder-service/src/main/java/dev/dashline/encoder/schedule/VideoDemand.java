package dev.dashline.encoder.schedule;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an open video asks of the queue.
 *
 * @param attempt the attempt
 * @param request its priority and deadline
 * @param workMillis slot time that all of its encoding takes as predicted, milliseconds; empty before it was analyzed
 * @param startedAt when its encoding started; empty before
 */
public record VideoDemand(int attempt, VideoRequested request, Optional<Long> workMillis, Optional<Instant> startedAt) {

    /** When it must be encoded; empty if there is no deadline, or its clock has not started. */
    Optional<Instant> deadline() {
        Optional<Instant> start = request.getDeadlineClock() == DeadlineClock.REQUESTED
                ? Optional.of(request.getRequestedAt())
                : startedAt;
        return request.getDeadline()
                .or(() -> request.getPublicationTimeoutMillis()
                        .flatMap(timeout -> start.map(from -> from.plusMillis(timeout))));
    }

    /** How long it may take once its encoding has started; empty if its deadline does not count from there. */
    Optional<Duration> timeAfterStart() {
        boolean notStarted = request.getDeadlineClock() == DeadlineClock.ENCODING_STARTED && startedAt.isEmpty();
        return notStarted && request.getDeadline().isEmpty()
                ? request.getPublicationTimeoutMillis().map(Duration::ofMillis)
                : Optional.empty();
    }

    /**
     * The moment that orders the queue: the deadline, or else one that is derived from priority and size, so that
     * nothing waits for ever.
     *
     * @param typicalMillis what to take for {@link #workMillis} if that is not known
     */
    Instant due(SchedulePolicy policy, long typicalMillis) {
        return deadline()
                .orElseGet(() -> request.getRequestedAt()
                        .plus(policy.patience().of(request.getPriority()))
                        .plusMillis(Math.round(policy.stretch() * workMillis.orElse(typicalMillis))));
    }

    VideoDemand started(Instant at) {
        return new VideoDemand(attempt, request, workMillis, Optional.of(at));
    }
}
