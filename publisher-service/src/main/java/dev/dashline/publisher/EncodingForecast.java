package dev.dashline.publisher;

import dev.dashline.events.VideoProgress;
import dev.dashline.publisher.publication.ExpectedPublication;
import dev.dashline.runtime.log.LogContext;
import dev.dashline.runtime.progress.EncodingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Foresees which videos will not be encoded in time: work left, at the pace at which their encoding has gone so far, is more than time left.
 * Says so once for each attempt, while there is time to act. A hint: it goes by what workers tell best effort. Safe for use by any thread.
 */
final class EncodingForecast {

    private static final Logger log = LoggerFactory.getLogger(EncodingForecast.class);

    private final Map<String, Watched> watched = new HashMap<>();
    private long doomed;

    /** An attempt that is being encoded. */
    private static final class Watched {

        private final int attempt;
        private final EncodingProgress progress = new EncodingProgress();
        private Optional<Instant> deadline = Optional.empty();
        private boolean told;

        Watched(int attempt) {
            this.attempt = attempt;
        }
    }

    /** What can be expected of a video from now on; empty if nothing. */
    synchronized void expect(String videoId, Optional<ExpectedPublication> outlook) {
        Optional<ExpectedPublication> encoding =
                outlook.filter(each -> each.encodingStartedAt().isPresent());
        if (encoding.isEmpty()) {
            watched.remove(videoId);
            return;
        }
        Watched video = watched.get(videoId);
        if (video == null || video.attempt != encoding.get().attempt()) {
            video = new Watched(encoding.get().attempt());
            watched.put(videoId, video);
        }
        video.deadline = encoding.get().deadline();
    }

    /** How far a task is. */
    synchronized void heard(VideoProgress event) {
        Watched video = watched.get(event.getVideoId());
        if (video != null && video.attempt == event.getAttempt()) {
            video.progress.apply(event);
            judge(event.getVideoId(), video, event.getAt());
        }
    }

    /** How many attempts were foreseen to be late, ever since the start. */
    synchronized long doomed() {
        return doomed;
    }

    private void judge(String videoId, Watched video, Instant now) {
        @Nullable Instant deadline = video.deadline.orElse(null);
        Optional<Duration> left = video.progress.timeLeft(now);
        boolean late = deadline != null
                && now.isBefore(deadline)
                && left.filter(time -> now.plus(time).isAfter(deadline)).isPresent();
        if (late && !video.told) {
            video.told = true;
            doomed++;
            try (LogContext ignored = LogContext.of(videoId, video.attempt)) {
                log.atWarn()
                        .addKeyValue("deadline", deadline)
                        .addKeyValue("encodingLeft", left.orElseThrow())
                        .log("the video will not be encoded before its deadline");
            }
        }
    }
}
