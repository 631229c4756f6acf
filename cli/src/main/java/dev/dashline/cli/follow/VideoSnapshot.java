package dev.dashline.cli.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a video at one moment, as it is shown.
 *
 * @param input what the user called it
 * @param fraction how much of it has been encoded, from 0 to 1
 * @param speed seconds of media encoded in a second, if known
 * @param timeLeft until it is encoded, if known
 * @param encodingStartedAt when a worker started its first task, if known
 * @param outcome present exactly if the state is final
 */
public record VideoSnapshot(
        String input,
        String videoId,
        VideoPhase state,
        double fraction,
        Optional<Double> speed,
        Optional<Duration> timeLeft,
        Optional<Instant> encodingStartedAt,
        Optional<VideoOutcome> outcome) {

    /** The same video further on. */
    public VideoSnapshot at(double otherFraction, Optional<Duration> otherTimeLeft) {
        return new VideoSnapshot(
                input, videoId, state, otherFraction, speed, otherTimeLeft, encodingStartedAt, outcome);
    }

    /** The same video with another outcome. */
    public VideoSnapshot with(VideoOutcome other) {
        return new VideoSnapshot(
                input, videoId, state, fraction, speed, timeLeft, encodingStartedAt, Optional.of(other));
    }
}
