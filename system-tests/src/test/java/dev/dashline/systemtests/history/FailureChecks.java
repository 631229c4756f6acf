package dev.dashline.systemtests.history;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.FailureCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** I8: everything that failed is there with all that a replay needs, and a replay of it has succeeded. */
final class FailureChecks {

    private final History history;
    private final Attempts attempts;
    private final List<Violation> violations = new ArrayList<>();

    FailureChecks(History history, Attempts attempts) {
        this.history = history;
        this.attempts = attempts;
    }

    List<Violation> violations() {
        history.garbage().forEach(this::kept);
        Map<String, AttemptId> last = new HashMap<>();
        attempts.requests().keySet().forEach(attempt -> last.put(attempt.videoId(), attempt));
        last.values().forEach(this::succeeded);
        attempts.requests().forEach(this::replayable);
        return violations;
    }

    private void kept(Garbage garbage) {
        List<UndecodableRecord> letters = history.failed().stream()
                .flatMap(each -> each.event().getUndecodable().stream())
                .filter(record -> new Logged.Place(record.getTopic(), record.getPartition(), record.getOffset())
                        .equals(garbage.place()))
                .distinct()
                .toList();
        if (letters.isEmpty()) {
            found(garbage.place().toString(), "no dead letter tells of it");
        } else if (letters.stream()
                .anyMatch(record ->
                        !record.getValue().filter(garbage.value()::equals).isPresent())) {
            found(garbage.place().toString(), "its dead letter has other bytes");
        }
    }

    private void succeeded(AttemptId attempt) {
        VideoRequested request = attempts.request(attempt);
        boolean hopeless = request.getLabels().containsKey(History.HOPELESS);
        if (!hopeless
                && attempts.hasEnded(attempt)
                && attempts.published(attempt).isEmpty()) {
            String code = attempts.failed(attempt).get(0).event().getFailure().getCode();
            found(attempt.toString(), "ended " + code + ", and no replay has succeeded");
        }
    }

    private void replayable(AttemptId attempt, Logged<VideoRequested> request) {
        for (Logged<VideoFailed> each : attempts.failed(attempt)) {
            VideoFailed failed = each.event();
            if (!failed.getRequest().filter(request.event()::equals).isPresent()) {
                found(attempt.toString(), "failed without its original request");
            }
            boolean superseded = failed.getFailure().getCode().equals(FailureCode.SUPERSEDED.name());
            if (superseded && !isMeantToBeSuperseded(attempt)) {
                found(attempt.toString(), "was replayed while it was under way");
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
