package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import java.util.Optional;

/**
 * What a replay changes of the request; all else stays as it was.
 *
 * @param deadline replaces the original one; empty to keep that
 * @param expiry replaces the original one; empty to keep that
 */
public record ReplayTerms(Optional<Deadline> deadline, Optional<Expiry> expiry) {

    /** The same request again. */
    public static final ReplayTerms UNCHANGED = new ReplayTerms(Optional.empty(), Optional.empty());

    void putInto(VideoRequested.Builder request) {
        deadline.ifPresent(given -> given.putInto(request));
        expiry.ifPresent(given -> given.putInto(request));
    }
}
