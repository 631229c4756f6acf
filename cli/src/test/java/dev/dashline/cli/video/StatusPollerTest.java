package dev.dashline.cli.video;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.cli.PlayedService;
import dev.dashline.cli.PlayedService.Answer;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.cli.feed.ManualTime;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StatusPollerTest {

    private static final Answer BUSY = Answer.problem(503, "Kafka does not answer.");
    private static final Answer UNKNOWN = Answer.problem(404, "No video has this id.");
    private static final Answer REQUESTED = state("requested");
    private static final Answer PUBLISHED = state("published");

    private final ManualTime time = new ManualTime();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AutoClose
    private final PlayedService service = new PlayedService();

    @Test
    void asksAgainWhileTheServiceDoesNotAnswerAndSaysSoOnce() throws InterruptedException {
        answers(BUSY, BUSY, BUSY, BUSY.with("Retry-After", "7"), REQUESTED, PUBLISHED);

        assertThat(await()).extracting(VideoSnapshot::state).containsExactly(VideoPhase.PUBLISHED);
        assertThat(time.pauses())
                .containsExactly(
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(7),
                        Duration.ofMillis(500));
        assertThat(err.toString(UTF_8).lines())
                .containsExactly(
                        "dashline: trying again: no status of v1: Kafka does not answer.",
                        "a.mp4: waiting",
                        "a.mp4: published");
    }

    @Test
    void asksAgainWhenConnectionsEnd() throws InterruptedException {
        // Java's client tries a few times by itself.
        List<Answer> inTurn = new ArrayList<>(Collections.nCopies(20, Answer.NONE));
        inTurn.add(PUBLISHED);
        answers(inTurn.toArray(new Answer[0]));

        assertThat(await()).extracting(VideoSnapshot::state).containsExactly(VideoPhase.PUBLISHED);
        assertThat(err.toString(UTF_8).lines())
                .first()
                .asString()
                .startsWith("dashline: trying again: nothing answers at " + service.url());
    }

    @Test
    void saysNothingOfASingleRefusal() throws InterruptedException {
        answers(BUSY, PUBLISHED);

        await();

        assertThat(err.toString(UTF_8).lines()).containsExactly("a.mp4: published");
    }

    @Test
    void bearsThatAReplicaHasNotHeardOfTheVideoYet() throws InterruptedException {
        answers(REQUESTED, UNKNOWN, UNKNOWN, PUBLISHED);

        assertThat(await()).extracting(VideoSnapshot::state).containsExactly(VideoPhase.PUBLISHED);
    }

    @Test
    void givesUpAVideoThatIsUnknownForLong() {
        answers(UNKNOWN);

        assertThatThrownBy(this::await).isInstanceOf(CliException.class).hasMessageContaining("no video v1 is known");
        assertThat(time.pauses().stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void givesUpWhatIsNotATransientRefusal() {
        answers(Answer.problem(500, "The service's log says more."));

        assertThatThrownBy(this::await).hasMessage("no status of v1: The service's log says more.");
    }

    private void answers(Answer... inTurn) {
        service.on("GET /videos/v1", inTurn);
    }

    private List<VideoSnapshot> await() throws InterruptedException {
        return new StatusPoller(new IngestClient(service.url()), new PrintStream(err, true, UTF_8), time)
                .untilAllEnded(List.of(new SubmittedVideo("a.mp4", "v1")));
    }

    private static Answer state(String state) {
        return Answer.of(200, "{\"id\":\"v1\",\"state\":\"" + state + "\"}");
    }
}
