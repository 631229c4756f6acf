package dev.dashline.systemtests.history;

import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.schemas.EventIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks what I2 says of unpublishing: an attempt that was published is unpublished once, if somebody asked for it, and
 * always if somebody asked after its publication.
 */
final class TakedownChecks {

    private final History history;
    private final Attempts attempts;
    private final List<Violation> violations = new ArrayList<>();

    TakedownChecks(History history, Attempts attempts) {
        this.history = history;
        this.attempts = attempts;
    }

    List<Violation> violations() {
        attempts.unpublished().forEach(this::check);
        for (AttemptId wanted : history.unpublishings()) {
            boolean gone = attempts.unpublished().keySet().stream()
                    .anyMatch(attempt ->
                            attempt.videoId().equals(wanted.videoId()) && attempt.attempt() <= wanted.attempt());
            if (!gone) {
                found(Invariant.I1, wanted, "was to be unpublished, and is not");
            }
        }
        return violations;
    }

    private void check(AttemptId attempt, List<LoggedEvent<VideoUnpublished>> logged) {
        List<VideoUnpublished> events =
                logged.stream().map(LoggedEvent::event).distinct().toList();
        if (events.size() > 1) {
            found(Invariant.I2, attempt, "was unpublished more than once");
        }
        if (attempts.published(attempt).isEmpty()) {
            found(Invariant.I2, attempt, "was unpublished but never published");
        }
        if (!wasAskedFor(attempt)) {
            found(Invariant.I2, attempt, "was unpublished, and nobody asked for it");
        }
        String id = EventIds.of("unpublished", attempt.videoId(), attempt.attempt());
        if (events.stream().anyMatch(event -> !event.getEventId().equals(id))) {
            found(Invariant.I2, attempt, "its unpublication has another event id");
        }
    }

    private boolean wasAskedFor(AttemptId attempt) {
        return history.requests().stream()
                .map(LoggedEvent::event)
                .anyMatch(request -> request.getVideoId().equals(attempt.videoId())
                        && request.getAttempt() >= attempt.attempt()
                        && request.getAction() == RequestAction.UNPUBLISH);
    }

    private void found(Invariant invariant, AttemptId attempt, String what) {
        violations.add(new Violation(invariant, attempt.toString(), what));
    }
}
