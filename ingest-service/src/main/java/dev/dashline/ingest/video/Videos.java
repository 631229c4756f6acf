package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All videos: a log that takes requests, and a table of their statuses that follows a moment later. Safe for use by any
 * thread. Every method throws {@link UnavailableException} if it cannot do its work now; the caller may try again.
 */
public interface Videos {

    /** Writes a request. It is durable when this returns; if this throws, it may have been written all the same. */
    void request(VideoRequested request);

    /** Writes a cancellation; otherwise as {@link #request}. */
    void cancel(VideoRequested request);

    /** The status of a video, including what this replica has just written. */
    Optional<VideoStatus> find(String videoId);

    /**
     * The status of a video as all replicas see it, by the order of the log; what was written a moment ago may be
     * missing.
     */
    Optional<VideoStatus> settled(String videoId);

    /**
     * The newest videos, by the time of their first event.
     *
     * @param states only these
     * @param limit how many at most
     */
    List<VideoStatus> newest(Set<VideoState> states, int limit);
}
