package dev.dashline.cli.follow;

import static dev.dashline.cli.follow.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackedVideoTest {

    private final TrackedVideo video = new TrackedVideo("a.mp4", "v1", 1);

    @Test
    void passesThroughItsStates() {
        assertThat(state()).isEqualTo(VideoPhase.WAITING);
        video.apply(Events.started());
        assertThat(state()).isEqualTo(VideoPhase.ANALYZING);
        video.apply(Events.progress("video-0", 1, 1, 10_000, Duration.ofSeconds(1)));
        assertThat(state()).isEqualTo(VideoPhase.ENCODING);
        video.apply(Events.encoded());
        assertThat(state()).isEqualTo(VideoPhase.PUBLISHING);
        video.apply(Events.published(1));
        assertThat(state()).isEqualTo(VideoPhase.PUBLISHED);
    }

    @Test
    void neverGoesBackWhenEventsOfSeveralTopicsRace() {
        video.apply(Events.encoded());
        video.apply(Events.progress("video-0", 1, 1, 10_000, Duration.ofSeconds(1)));
        video.apply(Events.started());

        assertThat(state()).isEqualTo(VideoPhase.PUBLISHING);
    }

    @Test
    void keepsTheFirstEndThatItHears() {
        video.apply(Events.failed("INVALID_CONTAINER"));
        video.apply(Events.published(1));

        assertThat(state()).isEqualTo(VideoPhase.FAILED);
        assertThat(video.status(START).outcome().orElseThrow()).isInstanceOf(VideoOutcome.Failed.class);
    }

    @Test
    void isNotMovedByOtherAttempts() {
        video.apply(Events.published(2));

        assertThat(video.hasEnded()).isFalse();
    }

    private VideoPhase state() {
        return video.status(START.plusSeconds(10)).state();
    }
}
