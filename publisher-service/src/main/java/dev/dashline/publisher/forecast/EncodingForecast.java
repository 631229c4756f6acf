package dev.dashline.publisher.forecast;

import dev.dashline.events.VideoProgress;
import dev.dashline.runtime.progress.EncodingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Predicts which videos will not be encoded before their deadlines: the work left, at the pace of their encoding so
 * far, takes more than the time left. Says so once for each attempt, while there is time to act. A hint, because
 * workers report progress on a best-effort basis. Not thread-safe.
 */
public final class EncodingForecast {

    private final Map<String, Encoding> encodings = new HashMap<>();

    /**
     * An attempt that will not be encoded in time.
     *
     * @param timeLeft how long its encoding will still take
     */
    public record LateEncoding(String videoId, int attempt, Instant deadline, Duration timeLeft) {}

    /** An attempt that is being encoded. */
    private static final class Encoding {

        private final int attempt;
        private final EncodingProgress progress = new EncodingProgress();
        private Optional<Instant> deadline = Optional.empty();
        private boolean predictedLate;

        Encoding(int attempt) {
            this.attempt = attempt;
        }
    }

    /** Sets what is expected of a video from now on; empty if nothing is. */
    public void expect(String videoId, Optional<ExpectedPublication> expected) {
        Optional<ExpectedPublication> encoding =
                expected.filter(each -> each.encodingStartedAt().isPresent());
        if (encoding.isEmpty()) {
            encodings.remove(videoId);
            return;
        }
        Encoding video = encodings.get(videoId);
        if (video == null || video.attempt != encoding.get().attempt()) {
            video = new Encoding(encoding.get().attempt());
            encodings.put(videoId, video);
        }
        video.deadline = encoding.get().deadline();
    }

    /**
     * Adds what a worker says of its task.
     *
     * @return the attempt, if this predicts for the first time that it will be late
     */
    public Optional<LateEncoding> apply(VideoProgress event) {
        Encoding video = encodings.get(event.getVideoId());
        if (video == null || video.attempt != event.getAttempt()) {
            return Optional.empty();
        }
        video.progress.apply(event);
        Optional<LateEncoding> late = late(event.getVideoId(), video, event.getAt());
        if (late.isEmpty() || video.predictedLate) {
            return Optional.empty();
        }
        video.predictedLate = true;
        return late;
    }

    private static Optional<LateEncoding> late(String videoId, Encoding video, Instant now) {
        @Nullable Instant deadline = video.deadline.orElse(null);
        if (deadline == null || !now.isBefore(deadline)) {
            return Optional.empty();
        }
        return video.progress
                .timeLeft(now)
                .filter(left -> now.plus(left).isAfter(deadline))
                .map(left -> new LateEncoding(videoId, video.attempt, deadline, left));
    }
}
