package dev.dashline.publisher.pool;

import java.time.Duration;

/**
 * What a pool that is ready for anything has to cope with, as far as it is known.
 *
 * @param waiting orders that have no publisher
 * @param encoding videos that are being encoded: each may become an order at any moment
 * @param requested videos that wait to be encoded
 * @param busy publishers at work; those of a reusable kind come back
 * @param arrivalsPerSecond how often a video is requested
 * @param startUp how long a publisher takes to start, on the safe side
 */
public record PoolDemand(
        int waiting, int encoding, int requested, int busy, double arrivalsPerSecond, Duration startUp) {

    /**
     * How many publishers should be starting or warm. By Little's law as many videos are requested during one start-up as arrivals times
     * start-up time; that many are kept in stock beside one for each that is known, with two standard deviations of a Poisson count on top.
     */
    int wanted() {
        double arriving = arrivalsPerSecond * startUp.toMillis() / 1000.0;
        int stock = (int) Math.ceil(arriving + 2 * Math.sqrt(arriving));
        return waiting + encoding + requested + stock;
    }
}
