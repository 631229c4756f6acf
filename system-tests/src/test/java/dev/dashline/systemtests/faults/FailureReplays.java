package dev.dashline.systemtests.faults;

import dev.dashline.schemas.FailureCode;
import dev.dashline.systemtests.history.AttemptId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replays failed videos until none is left. */
final class FailureReplays {

    private static final Duration OUTCOME_WITHIN = Duration.ofMinutes(5);
    private static final int ROUNDS = 3;

    private final Client client;
    private final TopicRecorder recorder;
    private final Journal journal;

    FailureReplays(Client client, TopicRecorder recorder, Journal journal) {
        this.client = client;
        this.recorder = recorder;
        this.journal = journal;
    }

    /** Whether a replay after this failure can succeed once the cause is gone. */
    static boolean canSucceed(String code) {
        return !code.equals(FailureCode.INVALID_REQUEST.name());
    }

    void run() throws InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            Map<AttemptId, String> failed = recorder.failedVideos();
            failed.values().removeIf(code -> !canSucceed(code));
            if (failed.isEmpty()) {
                return;
            }
            journal.say("replay " + failed.size() + " failed videos, each twice");
            List<AttemptId> accepted = new ArrayList<>();
            for (AttemptId each : failed.keySet()) {
                Optional<AttemptId> first = client.replay(each, 0);
                Optional<AttemptId> second = client.replay(each, 1);
                first.or(() -> second).ifPresent(accepted::add);
            }
            accepted.forEach(this::awaitOutcome);
        }
    }

    private void awaitOutcome(AttemptId attempt) {
        try {
            if (!Shell.await(OUTCOME_WITHIN, () -> recorder.outcome(attempt).isPresent())) {
                journal.say("no outcome in time: " + attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
