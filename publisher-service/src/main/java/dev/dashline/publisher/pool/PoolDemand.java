package dev.dashline.publisher.pool;

import java.time.Duration;

/**
 * What a pool has to cope with, as far as it is known.
 *
 * @param waiting orders that have no publisher
 * @param encoding videos that are being encoded: each may become an order at any moment
 * @param requested videos that wait to be encoded
 * @param busy publishers at work; those of a reusable kind come back
 * @param arrivalsPerSecond how often a video is requested
 * @param startUp how long a publisher takes to start, on the safe side
 */
public record PoolDemand(
        int waiting, int encoding, int requested, int busy, double arrivalsPerSecond, Duration startUp) {}
