package dev.dashline.publisher.pool;

/** When publishers are started, and for which videos. */
public enum PoolStrategy {

    /** When a video is encoded, for that video: starts the fewest publishers, and starts them latest. */
    COLD,

    /** When a video begins to be encoded, for that video. */
    PARALLEL,

    /**
     * Before it is known what for: see {@link dev.dashline.publisher.forecast.PublisherDemand}. One that is ready takes
     * whatever is most urgent.
     */
    WARM;

    /** Whether a publisher serves any video, not only the one that it was started for. */
    boolean isShared() {
        return this == WARM;
    }
}
