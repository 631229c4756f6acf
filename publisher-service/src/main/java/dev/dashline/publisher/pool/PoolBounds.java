package dev.dashline.publisher.pool;

import java.time.Duration;

/**
 * The limits of a pool.
 *
 * @param least how many publishers there are at least, starting, warm or busy
 * @param most how many publishers there are at most
 * @param idle how long a publisher that is not needed is kept warm
 * @param startTimeout a publisher that takes longer to start is cut off and replaced
 * @param publishTimeout a publisher that takes longer to publish is cut off, and another one tries
 */
public record PoolBounds(int least, int most, Duration idle, Duration startTimeout, Duration publishTimeout) {

    public PoolBounds {
        if (least < 0 || most < 1 || least > most) {
            throw new IllegalArgumentException("a pool of " + least + " to " + most + " publishers");
        }
    }
}
