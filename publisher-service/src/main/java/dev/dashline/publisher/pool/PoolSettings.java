package dev.dashline.publisher.pool;

import java.time.Duration;

/**
 * How a pool behaves.
 *
 * @param strategy when publishers are started
 * @param bounds its limits
 * @param prior what it expects until it has learnt better
 */
public record PoolSettings(PoolStrategy strategy, PoolBounds bounds, Prior prior) {

    /**
     * What to expect before anything was seen.
     *
     * @param arrivalsPerSecond how often videos are requested, 0 if that is not known
     * @param startUp how long a publisher takes to start, on the safe side
     */
    public record Prior(double arrivalsPerSecond, Duration startUp) {}
}
