package dev.dashline.ingest.stream;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.view.StatusJson;
import java.util.Optional;

/**
 * Something happened to a video.
 *
 * @param partition of which it was read, as {@link Offsets} count them
 * @param offset at which it was read
 * @param tenant whose video it is; empty if that is not known yet
 * @param frame all of it, as {@code text/event-stream} has it
 */
public record VideoEvent(int partition, long offset, String videoId, Optional<String> tenant, String frame) {

    /**
     * An event that tells a status.
     *
     * @param after how far everything was read with it
     * @param status how the video is now
     */
    static VideoEvent of(int partition, long offset, Offsets after, VideoStatus status) {
        return new VideoEvent(
                partition, offset, status.getVideoId(), VideoStatuses.tenant(status), frame(after, status));
    }

    /** The status of a video as an event for a client that has everything up to there. */
    static String frame(Offsets after, VideoStatus status) {
        return "id: " + after.text() + "\ndata: " + StatusJson.of(status) + "\n\n";
    }
}
