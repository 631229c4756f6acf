package dev.dashline.systemtests.history;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import java.util.List;
import java.util.Map;

/**
 * What happened, as others saw it.
 *
 * @param acknowledged what clients were promised: by a 202, or by the brokers' acknowledgement of a record
 * @param garbage what was produced that is no event
 * @param requests all records of {@code video-requested} that are events, in the order of each partition; as are the other two
 * @param inventories what each attempt that was encoded is made of, read when that was said
 */
public record History(
        List<AttemptId> acknowledged,
        List<Garbage> garbage,
        List<Logged<VideoRequested>> requests,
        List<Logged<VideoPublished>> published,
        List<Logged<VideoFailed>> failed,
        Map<AttemptId, Inventory> inventories) {

    /** A label of a request: how many frames its source has. */
    public static final String FRAMES = "frames";

    /** A label of a request: set if what comes of it are pictures, which a decoder can make frames of. */
    public static final String DECODABLE = "decodable";

    /** A label of a request: set if no replay can succeed. */
    public static final String HOPELESS = "hopeless";

    /** A label of a request: set if its client meant it to take the place of an attempt that is under way. */
    public static final String SUPERSEDES = "supersedes";
}
