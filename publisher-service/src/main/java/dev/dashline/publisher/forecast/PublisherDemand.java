package dev.dashline.publisher.forecast;

import java.time.Duration;

/**
 * The need for publishers as far as it is known.
 *
 * @param waiting orders that have no publisher
 * @param encoding videos that are being encoded: each may become an order at any moment
 * @param requested videos that wait to be encoded
 * @param arrivalsPerSecond how often a video is requested
 * @param startUp how long a publisher takes to start, on the safe side
 */
public record PublisherDemand(int waiting, int encoding, int requested, double arrivalsPerSecond, Duration startUp) {

    /**
     * How many publishers should be starting or warm: one for each video that is known, and a stock for those that are
     * requested during one start-up. By Little's law that is arrivals times start-up time; two standard deviations of a
     * Poisson count come on top.
     */
    public int publishers() {
        double arriving = arrivalsPerSecond * startUp.toMillis() / 1000.0;
        int stock = (int) Math.ceil(arriving + 2 * Math.sqrt(arriving));
        return waiting + encoding + requested + stock;
    }
}
