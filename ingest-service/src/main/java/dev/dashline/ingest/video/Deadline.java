package dev.dashline.ingest.video;

import dev.dashline.events.DeadlineClock;
import dev.dashline.events.VideoRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a video must be public: within a time, before a moment, or at any time.
 *
 * @param timeout counted from what {@code clock} names; never set together with {@code moment}
 */
public record Deadline(Optional<Duration> timeout, Optional<Instant> moment, DeadlineClock clock) {

    public static final Deadline NONE = new Deadline(Optional.empty(), Optional.empty(), DeadlineClock.REQUESTED);

    /** Makes this the deadline of a request. */
    public void putInto(VideoRequested.Builder request) {
        request.setPublicationTimeoutMillis(timeout.map(Duration::toMillis).orElse(null));
        request.setDeadline(moment.orElse(null));
        request.setDeadlineClock(clock);
    }
}
