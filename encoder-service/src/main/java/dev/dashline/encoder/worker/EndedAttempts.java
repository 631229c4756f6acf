package dev.dashline.encoder.worker;

import dev.dashline.events.VideoFailed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that have failed already, so that no worker runs their tasks: after a missed deadline, a cancellation or
 * a newer attempt. An attempt that is missed costs wasted work and nothing else. Safe for use by many threads.
 */
final class EndedAttempts {

    private static final int LIMIT = 10_000;

    private record Attempt(String videoId, int attempt) {}

    /** Hears of each attempt once it is known to have ended. Called by the thread that reads; must not wait. */
    interface Listener {
        void ended(String videoId, int attempt);
    }

    private final Listener listener;
    private final Map<Attempt, Boolean> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Boolean> eldest) {
            return size() > LIMIT;
        }
    });

    EndedAttempts(Listener listener) {
        this.listener = listener;
    }

    /** Whether the attempt is known to have failed. */
    boolean hasEnded(String videoId, int attempt) {
        return ended.containsKey(new Attempt(videoId, attempt));
    }

    /** Takes in a record of {@code video-failed}. A dead letter has another key than its video, or none. */
    void heard(@Nullable String key, VideoFailed failed) {
        failed.getVideoId()
                .filter(videoId -> videoId.equals(key))
                .ifPresent(videoId -> end(videoId, failed.getAttempt()));
    }

    /** First it is known to have ended, then it is told: a task that begins in between sees the former. */
    private void end(String videoId, int attempt) {
        ended.put(new Attempt(videoId, attempt), Boolean.TRUE);
        listener.ended(videoId, attempt);
    }
}
