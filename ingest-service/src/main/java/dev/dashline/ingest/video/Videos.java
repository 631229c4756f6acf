package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.access.Caller;
import java.util.Optional;

/**
 * All videos: a log that takes requests, and their statuses, which follow a moment later. Safe for use by any thread.
 * Every method throws {@link UnavailableException} if it cannot do its work now; the caller may try again.
 */
public interface Videos extends Statuses {

    /** Writes a request. It is durable when this returns; if this throws, it may have been written all the same. */
    void request(VideoRequested request);

    /** Writes that an attempt is to be cancelled or unpublished; otherwise as {@link #request}. */
    void revoke(VideoRequested order);

    /** The status of a video, including what this replica has just written. */
    Optional<VideoStatus> find(String videoId);

    /** The status of a video, if it is one that the caller may know of. */
    default Optional<VideoStatus> find(Caller caller, String videoId) {
        return find(videoId).filter(status -> caller.sees(VideoStatuses.tenant(status)));
    }
}
