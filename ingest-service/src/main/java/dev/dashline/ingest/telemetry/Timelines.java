package dev.dashline.ingest.telemetry;

import dev.dashline.schemas.storage.Timeline;
import java.util.Optional;

/** Timelines of attempts that have ended, as encoders have stored them. Safe for use by any thread. */
@FunctionalInterface
public interface Timelines {

    /** None, where this deployment has no place for them. */
    Timelines NONE = (videoId, attempt) -> Optional.empty();

    /** That of an attempt; empty if it is not there yet, or cannot be read now. */
    Optional<Timeline> find(String videoId, int attempt);
}
