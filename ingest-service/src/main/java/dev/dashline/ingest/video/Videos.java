package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoStatus;
import java.util.Optional;

/**
 * All videos: a log that takes requests, and their statuses, which follow a moment later. Safe for use by any thread.
 * Every method throws {@link UnavailableException} if it cannot do its work now; the caller may try again.
 */
public interface Videos extends Statuses {

    /** Writes a request. It is durable when this returns; if this throws, it may have been written all the same. */
    void request(VideoRequested request);

    /** Writes a cancellation; otherwise as {@link #request}. */
    void cancel(VideoRequested request);

    /** The status of a video, including what this replica has just written. */
    Optional<VideoStatus> find(String videoId);
}
