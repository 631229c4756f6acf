package dev.dashline.cli.failed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.Invocation;
import dev.dashline.cli.PlayedService;
import dev.dashline.cli.PlayedService.Answer;
import dev.dashline.cli.base.CliException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FailedReplayCommandTest {

    private static final String LIST = "GET /videos?limit=500&state=failed";

    @AutoClose
    private final PlayedService service = new PlayedService();

    @Test
    void replaysWhatTheServiceListsPageByPage() {
        service.on(LIST, page("c1", video("a", 2, "TIMEOUT"), video("b", 1, "INVALID_REQUEST")))
                .on(
                        "GET /videos?cursor=c1&limit=500&state=failed",
                        Answer.problem(503, "A partition moves.").with("Retry-After", "0"),
                        page("c2"))
                .on("GET /videos?cursor=c2&limit=500&state=failed", page("", video("c", 1, "ENCODER_FAILED")))
                .on("POST /videos/a/replay?attempt=2", Answer.accepted(3))
                .on("POST /videos/c/replay?attempt=1", Answer.accepted(2));

        Invocation replay = replay("--all");

        assertThat(replay.exitCode()).isZero();
        assertThat(replay.out().lines()).containsExactly("a  attempt 3", "c  attempt 2");
    }

    @Test
    void asksForEachCodeAndOnlyNamesVideosInADryRun() {
        service.on("GET /videos?code=TIMEOUT&limit=500", page("", video("a", 2, "TIMEOUT")))
                .on("GET /videos?code=POISON&limit=500", page("", video("b", 1, "POISON")));

        Invocation replay = replay("--code", "timeout,POISON", "--dry-run");

        assertThat(replay.exitCode()).isZero();
        assertThat(replay.out().lines()).containsExactly("a", "b");
        assertThat(service.asked()).hasSize(2);
    }

    @Test
    void leavesOutWhatFailedLongAgo() {
        service.on(LIST, page("", video("a", 1, "TIMEOUT")));

        assertThat(replay("--all", "--dry-run", "--since", "1h").out()).isEmpty();
        assertThat(replay("--all", "--dry-run", "--since", "1000000h").out().lines())
                .containsExactly("a");
    }

    @Test
    void whatWasFoundAndIsReplayedMeanwhileIsNoErrorEvenIfItIsTheOnlyOne() {
        service.on(LIST, page("", video("v1", 1, "TIMEOUT")))
                .on("POST /videos/v1/replay?attempt=1", Answer.problem(409, "It is attempt 2 by now, not 1."));

        assertThat(replay("--all").exitCode()).isZero();
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

    private Invocation replay(String... options) {
        List<String> line = new ArrayList<>(List.of(
                "failed", "replay", "--rate", "max", "--url", service.url().toString()));
        line.addAll(List.of(options));
        return Invocation.of(line.toArray(String[]::new));
    }

    private static Answer page(String next, String... videos) {
        String cursor = next.isEmpty() ? "" : ",\"next\":\"" + next + '"';
        return Answer.of(200, "{\"videos\":[" + String.join(",", videos) + ']' + cursor + '}');
    }

    private static String video(String id, int attempt, String code) {
        return "{\"id\":\"%s\",\"attempt\":%d,\"code\":\"%s\",\"failedAt\":\"2026-01-02T03:04:05Z\"}"
                .formatted(id, attempt, code);
    }
}
