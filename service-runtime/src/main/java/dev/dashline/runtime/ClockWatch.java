package dev.dashline.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices when the machine's clock is set, by comparing it with the monotonic clock.
 *
 * <p>Kafka's clients measure every wait by the machine's clock. When that is set back by two hours, a poll that is under way ends two hours
 * late, and so does a commit of Streams; when it is set forward, all waits end at once and begin anew. For use by one thread.
 */
final class ClockWatch {

    /** A smaller change is ignored: waits get longer by no more than this. */
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

    /** By how much the clock was set since the last call; negative if back, zero if by no more than {@link #TOLERANCE}. */
    Duration change() {
        long before = startedMillis;
        startedMillis = startMillis();
        Duration change = Duration.ofMillis(startedMillis - before);
        return change.abs().compareTo(TOLERANCE) > 0 ? change : Duration.ZERO;
    }

    /** What the machine's clock would have shown at the zero of the monotonic clock. */
    private long startMillis() {
        return clockMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(elapsedNanos.getAsLong());
    }
}
