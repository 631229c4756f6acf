package dev.dashline.cli.follow;

import static dev.dashline.cli.follow.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackedVideoTest {

    private final TrackedVideo video = new TrackedVideo("a.mp4", "v1", 1);

    @Test
    void passesThroughItsStates() {
        assertThat(state()).isEqualTo(VideoState.WAITING);
        video.apply(Events.started());
        assertThat(state()).isEqualTo(VideoState.ANALYZING);
        video.apply(Events.progress("video-0", 1, 1, 10_000, Duration.ofSeconds(1)));
        assertThat(state()).isEqualTo(VideoState.ENCODING);
        video.apply(Events.encoded());
        assertThat(state()).isEqualTo(VideoState.PUBLISHING);
        video.apply(Events.published(1));
        assertThat(state()).isEqualTo(VideoState.PUBLISHED);
    }

    @Test
    void neverGoesBackWhenEventsOfSeveralTopicsRace() {
        video.apply(Events.encoded());
        video.apply(Events.progress("video-0", 1, 1, 10_000, Duration.ofSeconds(1)));
        video.apply(Events.started());

        assertThat(state()).isEqualTo(VideoState.PUBLISHING);
    }

    @Test
    void keepsTheFirstEndThatItHears() {
        video.apply(Events.failed("INVALID_CONTAINER"));
        video.apply(Events.published(1));

        assertThat(state()).isEqualTo(VideoState.FAILED);
        assertThat(video.status(START).outcome().orElseThrow()).isInstanceOf(VideoOutcome.Failed.class);
    }

    @Test
    void isNotMovedByOtherAttempts() {
        video.apply(Events.published(2));

        assertThat(video.hasEnded()).isFalse();
    }

    private VideoState state() {
        return video.status(START.plusSeconds(10)).state();
    }
}
