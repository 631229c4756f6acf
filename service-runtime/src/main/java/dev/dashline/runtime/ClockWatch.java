package dev.dashline.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Detects changes of the system clock by comparing it with the monotonic clock.
 *
 * <p>Kafka clients measure every wait by the system clock. If it is set back by two hours, a poll or a Streams commit
 * that is under way ends two hours late. If it is set forward, all waits end at once and start again. For use by one
 * thread.
 */
final class ClockWatch {

    /** Smaller changes are ignored, since they lengthen waits by no more than this. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final LongSupplier clockMillis;
    private final LongSupplier elapsedNanos;
    private long startedMillis;

    ClockWatch() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * @param clockMillis the clock, milliseconds since the epoch
     * @param elapsedNanos the monotonic clock, nanoseconds since an arbitrary moment
     */
    ClockWatch(LongSupplier clockMillis, LongSupplier elapsedNanos) {
        this.clockMillis = clockMillis;
        this.elapsedNanos = elapsedNanos;
        this.startedMillis = startMillis();
    }

    /**
     * How much the clock was set since the last call: negative if it was set back, zero if the change is within
     * {@link #TOLERANCE}.
     */
    Duration change() {
        long before = startedMillis;
        startedMillis = startMillis();
        Duration change = Duration.ofMillis(startedMillis - before);
        return change.abs().compareTo(TOLERANCE) > 0 ? change : Duration.ZERO;
    }

    /** The time that the system clock would have shown at the zero of the monotonic clock. */
    private long startMillis() {
        return clockMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(elapsedNanos.getAsLong());
    }
}
