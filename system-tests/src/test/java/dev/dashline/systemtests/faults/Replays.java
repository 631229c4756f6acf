package dev.dashline.systemtests.faults;

import dev.dashline.schemas.FailureCode;
import dev.dashline.systemtests.history.AttemptId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replays what has failed, until nothing has. */
final class Replays {

    private static final Duration OUTCOME_WITHIN = Duration.ofMinutes(5);
    private static final int ROUNDS = 3;

    private final Client client;
    private final Recorder recorder;
    private final Journal journal;

    Replays(Client client, Recorder recorder, Journal journal) {
        this.client = client;
        this.recorder = recorder;
        this.journal = journal;
    }

    /** Whether a replay of what failed in this way can succeed, its cause being gone. */
    static boolean isHopeful(String code) {
        return !code.equals(FailureCode.INVALID_REQUEST.name());
    }

    void run() throws InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            Map<AttemptId, String> failed = recorder.failedVideos();
            failed.values().removeIf(code -> !isHopeful(code));
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
                journal.say("no outcome yet: " + attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
