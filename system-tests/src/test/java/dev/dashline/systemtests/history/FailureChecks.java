package dev.dashline.systemtests.history;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.FailureCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks I8: every failure has all that a replay needs, and a replay has succeeded. */
final class FailureChecks {

    private final History history;
    private final Attempts attempts;
    private final List<Violation> violations = new ArrayList<>();

    FailureChecks(History history, Attempts attempts) {
        this.history = history;
        this.attempts = attempts;
    }

    List<Violation> violations() {
        history.garbage().forEach(this::checkDeadLetter);
        Map<String, AttemptId> last = new HashMap<>();
        attempts.requests().keySet().forEach(attempt -> last.put(attempt.videoId(), attempt));
        last.values().forEach(this::checkReplayed);
        attempts.requests().forEach(this::checkFailures);
        return violations;
    }

    private void checkDeadLetter(GarbageRecord garbage) {
        List<UndecodableRecord> letters = history.failed().stream()
                .flatMap(each -> each.event().getUndecodable().stream())
                .filter(record -> new LoggedEvent.Place(record.getTopic(), record.getPartition(), record.getOffset())
                        .equals(garbage.place()))
                .distinct()
                .toList();
        if (letters.isEmpty()) {
            found(garbage.place().toString(), "has no dead letter");
        } else if (letters.stream()
                .anyMatch(record ->
                        !record.getValue().filter(garbage.value()::equals).isPresent())) {
            found(garbage.place().toString(), "its dead letter has other bytes");
        }
    }

    private void checkReplayed(AttemptId attempt) {
        VideoRequested request = attempts.request(attempt);
        boolean hopeless = request.getLabels().containsKey(History.HOPELESS);
        if (!hopeless
                && attempts.hasEnded(attempt)
                && attempts.published(attempt).isEmpty()) {
            String code = attempts.failed(attempt).get(0).event().getFailure().getCode();
            found(attempt.toString(), "ended as " + code + ", and no replay has succeeded");
        }
    }

    private void checkFailures(AttemptId attempt, LoggedEvent<VideoRequested> request) {
        for (LoggedEvent<VideoFailed> each : attempts.failed(attempt)) {
            VideoFailed failed = each.event();
            if (!failed.getRequest().filter(request.event()::equals).isPresent()) {
                found(attempt.toString(), "failed without its original request");
            }
            boolean superseded = failed.getFailure().getCode().equals(FailureCode.SUPERSEDED.name());
            if (superseded && !isMeantToBeSuperseded(attempt)) {
                found(attempt.toString(), "was replayed while it was open");
            }
        }
    }

    private boolean isMeantToBeSuperseded(AttemptId attempt) {
        return attempts.requests().entrySet().stream()
                .filter(entry -> entry.getKey().videoId().equals(attempt.videoId())
                        && entry.getKey().attempt() > attempt.attempt())
                .findFirst()
                .filter(entry -> entry.getValue().event().getLabels().containsKey(History.SUPERSEDES))
                .isPresent();
    }

    private void found(String about, String what) {
        violations.add(new Violation(Invariant.I8, about, what));
    }
}
