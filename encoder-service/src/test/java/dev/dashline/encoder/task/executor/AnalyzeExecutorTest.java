package dev.dashline.encoder.task.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnalyzeExecutorTest {

    static {
        TrustedEvents.vouch();
    }

    private static final Instant REQUESTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = REQUESTED.plusSeconds(10);

    @Test
    void knowsHowMuchTimeIsLeft() {
        assertThat(timeLeft(request())).isEmpty();
        assertThat(timeLeft(request().setDeadline(NOW.plusSeconds(5)))).contains(Duration.ofSeconds(5));
        assertThat(timeLeft(request().setPublicationTimeoutMillis(30_000L))).contains(Duration.ofSeconds(20));
        assertThat(timeLeft(request().setPublicationTimeoutMillis(4_000L))).contains(Duration.ofSeconds(-6));
        assertThat(timeLeft(request()
                        .setPublicationTimeoutMillis(30_000L)
                        .setDeadlineClock(DeadlineClock.ENCODING_STARTED)))
                .contains(Duration.ofSeconds(30));
    }

    private static Optional<Duration> timeLeft(VideoRequested.Builder request) {
        return AnalyzeExecutor.timeLeft(request.build(), NOW);
    }

    private static VideoRequested.Builder request() {
        return VideoRequested.newBuilder()
                .setVideoId("video-1")
                .setSource("file:///a.mp4")
                .setRequestedAt(REQUESTED);
    }
}
