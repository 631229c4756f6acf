package dev.dashline.cli.failed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.TrustedEvents;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureOptionsTest {

    static {
        TrustedEvents.vouch();
    }

    private static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void onlyTheLastFailureOfAVideoCounts() {
        VideoFailed first = failed("a", 1, 0);
        VideoFailed other = failed("b", 1, 1);
        VideoFailed last = failed("a", 2, 2);

        assertThat(FailureOptions.lastOfEach(List.of(first, other, last))).containsExactly(other, last);
    }

    /** Clocks differ: what was told later need not be the later attempt's. */
    @Test
    void theLastIsTheHighestAttempt() {
        VideoFailed second = failed("a", 2, 0);

        assertThat(FailureOptions.lastOfEach(List.of(second, failed("a", 1, 1))))
                .containsExactly(second);
    }

    @Test
    void aRecordThatNobodyCouldReadIsNoVideos() {
        VideoFailed letter = VideoFailed.newBuilder(failed("a", 1, 0))
                .setUndecodable(new UndecodableRecord("video-requested", 0, 1L, T0, null, null))
                .build();

        assertThat(FailureOptions.lastOfEach(List.of(letter, failed("a", 0, 1))))
                .isEmpty();
    }

    static VideoFailed failed(String videoId, int attempt, int second) {
        return VideoFailed.newBuilder()
                .setEventId(videoId + attempt)
                .setVideoId(videoId)
                .setAttempt(attempt)
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.TRANSCODE)
                        .setCode("ENCODER_FAILED")
                        .setRetryable(true)
                        .setMessage("It failed.")
                        .build())
                .setFailedAt(T0.plusSeconds(second))
                .build();
    }
}
