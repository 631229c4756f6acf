package dev.dashline.cli.follow;

import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.VideoPublished;
import dev.dashline.runtime.progress.EncodingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of one video, built from its events. Events may come in any order because they come from several topics;
 * a state never goes back. Events of other attempts are ignored. Not thread-safe.
 */
public final class TrackedVideo {

    private final String input;
    private final String videoId;
    private final int attempt;
    private final EncodingProgress progress = new EncodingProgress();
    private VideoPhase state = VideoPhase.WAITING;
    private Optional<Instant> encodingStartedAt = Optional.empty();
    private Optional<VideoOutcome> outcome = Optional.empty();

    public TrackedVideo(String input, String videoId, int attempt) {
        this.input = input;
        this.videoId = videoId;
        this.attempt = attempt;
    }

    public String input() {
        return input;
    }

    public String videoId() {
        return videoId;
    }

    public boolean hasEnded() {
        return state.isFinal();
    }

    /** When a worker started its first task; empty if no such event has come. */
    public Optional<Instant> encodingStartedAt() {
        return encodingStartedAt;
    }

    public void apply(VideoProgress event) {
        if (event.getAttempt() == attempt) {
            progress.apply(event);
            advance(progress.isKnown() ? VideoPhase.ENCODING : VideoPhase.ANALYZING);
        }
    }

    public void apply(VideoEncoded event) {
        if (event.getAttempt() == attempt) {
            encodingStartedAt = Optional.of(event.getEncodingStartedAt());
            advance(event.getState() == EncodingState.ENCODED ? VideoPhase.PUBLISHING : VideoPhase.ANALYZING);
        }
    }

    public void apply(VideoPublished event) {
        if (event.getAttempt() == attempt) {
            encodingStartedAt = Optional.of(event.getEncodingStartedAt());
            end(
                    VideoPhase.PUBLISHED,
                    new VideoOutcome.Published(
                            event.getManifest(),
                            event.getMasterPlaylist(),
                            event.getFrames(),
                            Duration.ofMillis(event.getDurationMillis()),
                            Duration.between(event.getEncodingStartedAt(), event.getEncodedAt()),
                            event.getRenditions(),
                            event.getReport()));
        }
    }

    public void apply(VideoFailed event) {
        if (event.getAttempt() == attempt && event.getUndecodable().isEmpty()) {
            Failure failure = event.getFailure();
            end(
                    VideoPhase.FAILED,
                    new VideoOutcome.Failed(
                            failure.getCode(), failure.getMessage(), failure.getDetail(), event.getReport()));
        }
    }

    public VideoSnapshot status(Instant now) {
        boolean encoding = state == VideoPhase.ENCODING;
        return new VideoSnapshot(
                input,
                videoId,
                state,
                state == VideoPhase.PUBLISHING || state == VideoPhase.PUBLISHED ? 1 : progress.fraction(),
                encoding ? progress.speed(now) : Optional.empty(),
                encoding ? progress.timeLeft(now) : Optional.empty(),
                encodingStartedAt,
                outcome);
    }

    private void end(VideoPhase last, VideoOutcome how) {
        if (!state.isFinal()) {
            state = last;
            outcome = Optional.of(how);
        }
    }

    private void advance(VideoPhase next) {
        if (!state.isFinal() && next.compareTo(state) > 0) {
            state = next;
        }
    }
}
