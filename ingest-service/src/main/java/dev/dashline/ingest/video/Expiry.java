package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a published video is unpublished: at a moment, some time after its publication, or never.
 *
 * @param after never set together with {@code moment}
 */
public record Expiry(Optional<Instant> moment, Optional<Duration> after) {

    public static final Expiry NONE = new Expiry(Optional.empty(), Optional.empty());

    /** Makes this the expiry of a request. */
    public void putInto(VideoRequested.Builder request) {
        request.setExpiresAt(moment.orElse(null));
        request.setExpiresAfterMillis(after.map(Duration::toMillis).orElse(null));
    }
}
