package dev.dashline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.cli.follow.VideoOutcome;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    @Test
    void saysHowFarHowFastAndHowLong() {
        assertThat(StatusText.describe(encoding("a.mp4"))).isEqualTo("encoding 42%, 3.1x, 0:12 left");
    }

    @Test
    void saysWhyItFailed() {
        VideoSnapshot failed = new VideoSnapshot(
                "a.mp4",
                "v1",
                VideoPhase.FAILED,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        new VideoOutcome.Failed("NO_VIDEO", "There is no video.", Optional.empty(), Optional.empty())));

        assertThat(StatusText.describe(failed)).isEqualTo("failed: NO_VIDEO");
        assertThat(StatusText.bar(failed, 100)).isEqualTo("a.mp4                          0% failed: NO_VIDEO");
    }

    @Test
    void drawsABarThatFitsTheTerminal() {
        assertThat(StatusText.bar(encoding("/videos/a.mp4"), 100))
                .isEqualTo(
                        "a.mp4                         42% │████████████████▉                       │ 3.1x, 0:12 left");
        assertThat(StatusText.bar(encoding("a.mp4"), 72))
                .hasSizeLessThanOrEqualTo(72)
                .contains("│");
        assertThat(StatusText.bar(encoding("a.mp4"), 40))
                .hasSizeLessThanOrEqualTo(40)
                .doesNotContain("│");
    }

    @Test
    void shortensALongNameInTheMiddle() {
        assertThat(StatusText.bar(encoding("a-very-long-name-of-a-holiday-video-2026.mp4"), 100))
                .startsWith("a-very-long-na…ideo-2026.mp4  42%");
    }

    @Test
    void writesTimesAsAClockDoes() {
        assertThat(StatusText.clock(Duration.ofMillis(4_200))).isEqualTo("0:05");
        assertThat(StatusText.clock(Duration.ofSeconds(754))).isEqualTo("12:34");
        assertThat(StatusText.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    }

    private static VideoSnapshot encoding(String input) {
        return new VideoSnapshot(
                input,
                "v1",
                VideoPhase.ENCODING,
                0.4249,
                Optional.of(3.14),
                Optional.of(Duration.ofMillis(11_700)),
                Optional.empty(),
                Optional.empty());
    }
}
