package dev.dashline.systemtests.history;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.VideoUnpublished;
import java.util.List;
import java.util.Map;

/**
 * The history of a run, as clients and readers of the topics saw it.
 *
 * @param acknowledged attempts that were accepted: by a 202, or by the brokers' acknowledgement of a record
 * @param garbage records that clients have written although they are no events
 * @param requests all events on {@code video-requested}, in the order of each partition
 * @param published all events on {@code video-published}, in the order of each partition
 * @param failed all events on {@code video-failed}, in the order of each partition
 * @param unpublished all events on {@code video-unpublished}, in the order of each partition
 * @param unpublishings the published attempts that a client asked to be unpublished, and got a 202
 * @param inventories the objects of each encoded attempt, read when the encoder announced them
 */
public record History(
        List<AttemptId> acknowledged,
        List<GarbageRecord> garbage,
        List<LoggedEvent<VideoRequested>> requests,
        List<LoggedEvent<VideoPublished>> published,
        List<LoggedEvent<VideoFailed>> failed,
        List<LoggedEvent<VideoUnpublished>> unpublished,
        List<AttemptId> unpublishings,
        Map<AttemptId, VerifiedObjects> inventories) {

    /** A label of a request: the number of frames of its source. */
    public static final String FRAMES = "frames";

    /** A label of a request, set if its output can be decoded: real encoding, not simulated. */
    public static final String DECODABLE = "decodable";

    /** A label of a request, set if no replay can succeed. */
    public static final String HOPELESS = "hopeless";

    /** A label of a request, set if its client wants it to supersede an open attempt. */
    public static final String SUPERSEDES = "supersedes";
}
