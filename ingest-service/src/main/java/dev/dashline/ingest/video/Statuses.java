package dev.dashline.ingest.video;

import dev.dashline.events.ingest.VideoStatus;
import java.util.Optional;

/**
 * The statuses of all videos, as the order of the log has them; what was written a moment ago may be missing. Safe for
 * use by any thread. Every method throws {@link UnavailableException} while the replica that has what is asked for
 * cannot answer.
 */
public interface Statuses {

    /** The status of a video. */
    Optional<VideoStatus> settled(String videoId);

    /** A page of the list of videos. */
    VideoPage list(VideoQuery query);
}
