package dev.dashline.systemtests.history;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks I1, I2, I4 and I5: every accepted request ends, once, in time. */
final class OutcomeChecks {

    private final History history;
    private final Attempts attempts;
    private final Duration grace;
    private final List<Violation> violations = new ArrayList<>();

    OutcomeChecks(History history, Attempts attempts, Duration grace) {
        this.history = history;
        this.attempts = attempts;
        this.grace = grace;
    }

    List<Violation> violations() {
        checkAccepted();
        attempts.requests().keySet().forEach(attempt -> {
            checkOneOutcome(attempt);
            checkInTime(attempt);
        });
        for (AttemptId attempt : attempts.ended()) {
            if (!attempts.requests().containsKey(attempt) && !isDeadLetter(attempt)) {
                found(Invariant.I2, attempt, "ended but was never requested");
            }
        }
        return violations;
    }

    private void checkAccepted() {
        Set<AttemptId> logged = new HashSet<>();
        history.requests()
                .forEach(each -> logged.add(
                        new AttemptId(each.event().getVideoId(), each.event().getAttempt())));
        for (AttemptId attempt : new HashSet<>(history.acknowledged())) {
            if (!logged.contains(attempt)) {
                found(Invariant.I1, attempt, "was accepted but is in no record");
            }
        }
        for (AttemptId attempt : attempts.requests().keySet()) {
            if (!attempts.hasEnded(attempt)) {
                found(Invariant.I1, attempt, "was accepted but has no outcome");
            }
        }
    }

    private void checkOneOutcome(AttemptId attempt) {
        List<VideoPublished> published =
                attempts.published(attempt).stream().map(LoggedEvent::event).toList();
        List<VideoFailed> failed =
                attempts.failed(attempt).stream().map(LoggedEvent::event).toList();
        if (!published.isEmpty() && !failed.isEmpty()) {
            found(Invariant.I2, attempt, "is both published and failed");
        }
        if (failed.stream().distinct().count() > 1) {
            found(Invariant.I2, attempt, "failed in more than one way");
        }
        if (published.stream().distinct().count() > 1) {
            found(Invariant.I4, attempt, "was published more than once");
        }
        Stream<String> ids = Stream.concat(
                published.stream().map(VideoPublished::getEventId),
                failed.stream().map(VideoFailed::getEventId));
        String expected =
                EventIds.of(published.isEmpty() ? "failed" : "published", attempt.videoId(), attempt.attempt());
        if (ids.anyMatch(id -> !id.equals(expected))) {
            found(published.isEmpty() ? Invariant.I2 : Invariant.I4, attempt, "its end has another event id");
        }
    }

    private void checkInTime(AttemptId attempt) {
        Optional<Instant> deadline = deadline(attempt);
        if (deadline.isEmpty()) {
            return;
        }
        for (LoggedEvent<VideoPublished> each : attempts.published(attempt)) {
            if (!each.event().getPublishedAt().isBefore(deadline.get())) {
                found(Invariant.I5, attempt, "was not published before its deadline");
            }
        }
        Stream.concat(attempts.published(attempt).stream(), attempts.failed(attempt).stream())
                .map(LoggedEvent::timestamp)
                .min(Instant::compareTo)
                .filter(end -> end.isAfter(deadline.get().plus(grace)))
                .ifPresent(end ->
                        found(Invariant.I5, attempt, "ended " + Duration.between(deadline.get(), end) + " too late"));
    }

    private Optional<Instant> deadline(AttemptId attempt) {
        VideoRequested request = attempts.request(attempt);
        if (request.getDeadline().isPresent()) {
            return request.getDeadline();
        }
        Optional<Instant> start = request.getDeadlineClock() == DeadlineClock.REQUESTED
                ? Optional.of(request.getRequestedAt())
                : attempts.published(attempt).stream()
                        .map(each -> each.event().getEncodingStartedAt())
                        .findFirst();
        return start.flatMap(from -> request.getPublicationTimeoutMillis().map(from::plusMillis));
    }

    /** The event id of a dead letter comes from the place of the reported record, not from the attempt. */
    private boolean isDeadLetter(AttemptId attempt) {
        return attempts.published(attempt).isEmpty()
                && attempts.failed(attempt).stream()
                        .allMatch(each -> !each.event()
                                .getEventId()
                                .equals(EventIds.of("failed", attempt.videoId(), attempt.attempt())));
    }

    private void found(Invariant invariant, AttemptId attempt, String what) {
        violations.add(new Violation(invariant, attempt.toString(), what));
    }
}
