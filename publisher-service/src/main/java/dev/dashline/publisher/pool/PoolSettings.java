package dev.dashline.publisher.pool;

import dev.dashline.publisher.forecast.DemandEstimator;

/**
 * How a pool behaves.
 *
 * @param strategy when publishers are started
 * @param bounds its limits
 * @param prior the demand to expect until enough was seen
 */
public record PoolSettings(PoolStrategy strategy, PoolBounds bounds, DemandEstimator.Prior prior) {}
