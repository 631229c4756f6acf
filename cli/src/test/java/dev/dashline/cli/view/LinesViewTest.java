package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.testsupport.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinesViewTest {

    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LinesView view = new LinesView(new PrintStream(written, true, StandardCharsets.UTF_8), clock);

    @Test
    void writesALineForEachState() {
        show(VideoPhase.WAITING, 0);
        show(VideoPhase.WAITING, 0);
        show(VideoPhase.ENCODING, 0.1);
        show(VideoPhase.PUBLISHING, 1);

        assertThat(lines()).containsExactly("a.mp4: waiting", "a.mp4: encoding 10%", "a.mp4: publishing");
    }

    @Test
    void writesALineEveryFewSecondsWhileItEncodes() {
        show(VideoPhase.ENCODING, 0.1);
        clock.advance(Duration.ofSeconds(4));
        show(VideoPhase.ENCODING, 0.2);
        clock.advance(Duration.ofSeconds(1));
        show(VideoPhase.ENCODING, 0.3);

        assertThat(lines()).containsExactly("a.mp4: encoding 10%", "a.mp4: encoding 30%");
    }

    private void show(VideoPhase state, double fraction) {
        view.show(List.of(new VideoSnapshot(
                "/x/a.mp4",
                "v1",
                state,
                fraction,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
