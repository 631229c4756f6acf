package dev.dashline.publisher.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoProgress;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncodingForecastTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    static {
        TrustedEvents.vouch();
    }

    private final EncodingForecast forecast = new EncodingForecast();
    private int predictedLate;

    @Test
    void predictsOnceThatWorkLeftIsMoreThanTimeLeft() {
        encoding(1, T0.plusSeconds(10));
        worker(progress(1, 1_000, Duration.ofSeconds(1)));
        worker(progress(1, 2_000, Duration.ofSeconds(2)));
        worker(progress(1, 3_000, Duration.ofSeconds(3)));

        assertThat(predictedLate).isEqualTo(1);
    }

    @Test
    void predictsNothingForAVideoThatWillBeEncodedInTime() {
        encoding(1, T0.plusSeconds(30));
        worker(progress(1, 1_000, Duration.ofSeconds(1)));
        worker(progress(1, 2_000, Duration.ofSeconds(2)));

        assertThat(predictedLate).isZero();
    }

    @Test
    void ignoresTheProgressOfAnotherAttempt() {
        encoding(2, T0.plusSeconds(10));
        worker(progress(1, 1_000, Duration.ofSeconds(1)));
        worker(progress(1, 2_000, Duration.ofSeconds(2)));

        assertThat(predictedLate).isZero();
    }

    @Test
    void predictsNothingForAVideoThatHasEnded() {
        encoding(1, T0.plusSeconds(10));
        worker(progress(1, 1_000, Duration.ofSeconds(1)));
        forecast.expect("v", Optional.empty());
        worker(progress(1, 2_000, Duration.ofSeconds(2)));

        assertThat(predictedLate).isZero();
    }

    private void worker(VideoProgress event) {
        if (forecast.apply(event).isPresent()) {
            predictedLate++;
        }
    }

    private void encoding(int attempt, Instant deadline) {
        forecast.expect("v", Optional.of(new ExpectedPublication(attempt, Optional.of(T0), Optional.of(deadline))));
    }

    /** Progress of a video of 20 s. */
    private static VideoProgress progress(int attempt, long doneMillis, Duration after) {
        return VideoProgress.newBuilder()
                .setVideoId("v")
                .setAttempt(attempt)
                .setTaskId("video-00000")
                .setEpoch(1)
                .setWorker("w")
                .setDoneMillis(doneMillis)
                .setTotalMillis(20_000)
                .setAt(T0.plus(after))
                .build();
    }
}
