package dev.dashline.cli.follow;

import static dev.dashline.cli.follow.Events.START;
import static dev.dashline.cli.follow.Events.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dashline.runtime.progress.EncodingProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EncodingProgressTest {

    private final EncodingProgress progress = new EncodingProgress();

    @Test
    void addsUpTheNewestOfEachTask() {
        progress.apply(progress("video-0", 1, 2_000, 20_000, Duration.ofSeconds(1)));
        progress.apply(progress("video-1", 1, 1_000, 20_000, Duration.ofSeconds(1)));
        progress.apply(progress("video-0", 1, 4_000, 20_000, Duration.ofSeconds(2)));

        assertThat(progress.done()).hasSeconds(5);
        assertThat(progress.fraction()).isEqualTo(0.25);
    }

    @Test
    void startsATaskAgainWhenAnotherWorkerTakesItOver() {
        progress.apply(progress("video-0", 1, 9_000, 20_000, Duration.ofSeconds(1)));
        progress.apply(progress("video-0", 2, 1_000, 20_000, Duration.ofSeconds(2)));
        progress.apply(progress("video-0", 1, 9_500, 20_000, Duration.ofSeconds(3)));

        assertThat(progress.done()).hasSeconds(1);
    }

    @Test
    void tellsSpeedAndTimeLeftFromTheFirstThatItHeard() {
        progress.apply(progress("video-0", 1, 1_000, 20_000, Duration.ofSeconds(10)));
        progress.apply(progress("video-0", 1, 5_000, 20_000, Duration.ofSeconds(12)));

        assertThat(progress.speed(START.plusSeconds(12)).orElseThrow()).isEqualTo(2.0, within(1e-9));
        assertThat(progress.timeLeft(START.plusSeconds(12))).hasValue(Duration.ofMillis(7_500));
    }

    @Test
    void saysNothingOfSpeedBeforeThereIsSomethingToTellFrom() {
        assertThat(progress.speed(START)).isEmpty();

        progress.apply(progress("video-0", 1, 1_000, 20_000, Duration.ZERO));

        assertThat(progress.speed(START.plusMillis(100))).isEmpty();
        assertThat(progress.speed(START.plusSeconds(60))).isEmpty();
        assertThat(progress.timeLeft(START.plusSeconds(60))).isEmpty();
    }

    @Test
    void neverSaysMoreThanAll() {
        progress.apply(progress("video-0", 1, 12_000, 20_000, Duration.ZERO));
        progress.apply(progress("video-1", 1, 12_000, 20_000, Duration.ZERO));

        assertThat(progress.fraction()).isEqualTo(1.0);
    }

    @Test
    void knowsNothingWhileTheDurationIsUnknown() {
        progress.apply(progress("analyze", 1, 0, 0, Duration.ZERO));

        assertThat(progress.isKnown()).isFalse();
        assertThat(progress.fraction()).isZero();
    }
}
