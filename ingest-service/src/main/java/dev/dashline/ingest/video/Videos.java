package dev.dashline.ingest.video;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All videos: a log that takes requests, and a table of how they fare that follows a moment later. Safe for use by any thread.
 * Every method throws {@link UnavailableException} if it cannot do what it says; the caller may try again.
 */
public interface Videos {

    /** Writes a request. When this returns, it survives anything; when it throws, it may have been written all the same. */
    void request(VideoRequested request);

    /** Writes that an attempt is to end; otherwise as {@link #request}. */
    void cancel(VideoRequested request);

    /** How a video fares, including what this replica itself has just written. */
    Optional<VideoStatus> find(String videoId);

    /** How a video fares as all replicas see it: the order of the log decides, and what was only just written may be missing. */
    Optional<VideoStatus> settled(String videoId);

    /**
     * The newest videos, by when they were first heard of.
     *
     * @param states only these
     * @param limit how many at most
     */
    List<VideoStatus> newest(Set<VideoState> states, int limit);
}
