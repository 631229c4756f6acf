package dev.dashline.cli.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.dashline.cli.Invocation;
import dev.dashline.cli.PlayedService;
import dev.dashline.cli.PlayedService.Answer;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FailedReplayCommandTest {

    @AutoClose
    private final PlayedService service = new PlayedService();

    @Test
    void findsOnlyWhatHasNoLaterAttempt() {
        service.on("GET /videos/failed", status("failed", 2))
                // The table of statuses is a moment behind the failures.
                .on("GET /videos/justFailed", status("encoding", 1))
                .on("GET /videos/replayed", status("encoding", 2))
                .on("GET /videos/published", status("published", 3));

        assertThat(FailedReplayCommand.stillFailed(
                        List.of(
                                FailureOptionsTest.failed("failed", 2, 0),
                                FailureOptionsTest.failed("justFailed", 1, 1),
                                FailureOptionsTest.failed("replayed", 1, 2),
                                FailureOptionsTest.failed("published", 2, 3),
                                FailureOptionsTest.failed("unknown", 1, 4)),
                        new IngestClient(service.url())))
                .containsExactly(
                        entry("failed", OptionalInt.of(2)),
                        entry("justFailed", OptionalInt.of(1)),
                        entry("unknown", OptionalInt.of(1)));
    }

    @Test
    void whatWasFoundAndIsReplayedMeanwhileIsNoErrorEvenIfItIsTheOnlyOne() throws InterruptedException {
        service.on("POST /videos/v1/replay?attempt=1", Answer.problem(409, "It is attempt 2 by now, not 1."));

        int exitCode = new FailedReplayCommand()
                .replay(Map.of("v1", OptionalInt.of(1)), true, new IngestClient(service.url()));

        assertThat(exitCode).isZero();
    }

    @Test
    void whatWasNamedAndIsNotReplayedIsAnErrorHoweverManyThereAre() {
        service.on("POST /videos/v1/replay", Answer.problem(409, "Attempt 2 is encoding."))
                .on("POST /videos/v2/replay", Answer.problem(409, "Attempt 1 is published."));

        Invocation replay = Invocation.of(
                "failed",
                "replay",
                "v1",
                "v2",
                "--rate",
                "max",
                "--url",
                service.url().toString());

        assertThat(replay.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(replay.out().lines())
                .containsExactly(
                        "v1  not replayed: Attempt 2 is encoding.", "v2  not replayed: Attempt 1 is published.");
    }

    private static Answer status(String state, int attempt) {
        return Answer.of(200, "{\"state\":\"" + state + "\",\"attempt\":" + attempt + "}");
    }
}
