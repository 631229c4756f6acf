package dev.dashline.schemas.retry;

import java.time.Duration;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * How long to wait between the tries of a call: twice as long after each failure, up to a limit, with jitter so that
 * many callers do not retry at the same moment. Immutable and thread-safe.
 */
public final class Backoff {

    private static final int MULTIPLIER = 2;
    private static final double JITTER = 0.2;

    private final Duration first;
    private final Duration longest;
    private final ExponentialBackoff millis;

    private Backoff(Duration first, Duration longest, double jitter) {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff from " + first + " to " + longest);
        }
        this.first = first;
        this.longest = longest;
        this.millis = new ExponentialBackoff(first.toMillis(), MULTIPLIER, longest.toMillis(), jitter);
    }

    /**
     * A wait that doubles with each failed try, 20 % more or less.
     *
     * @param first after the first failed try; not negative, counted in whole milliseconds
     * @param longest never longer than this; not less than {@code first}
     */
    public static Backoff between(Duration first, Duration longest) {
        return new Backoff(first, longest, JITTER);
    }

    /** The same wait after every failed try. */
    public static Backoff every(Duration wait) {
        return new Backoff(wait, wait, 0);
    }

    /** The same waits without jitter, for a single caller. */
    public Backoff withoutJitter() {
        return new Backoff(first, longest, 0);
    }

    /**
     * How long to wait before the next try.
     *
     * @param failed how many tries have failed so far, at least 1
     */
    public Duration after(int failed) {
        if (failed < 1) {
            throw new IllegalArgumentException("a wait after " + failed + " failed tries");
        }
        return Duration.ofMillis(millis.backoff(failed - 1));
    }
}
