package dev.dashline.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices when the machine's clock is set, by comparing it with the one that nobody can set.
 *
 * <p>Kafka's clients measure every wait by the clock that can. When it is set back by two hours, a poll that is under way ends two hours late, and
 * so does what Streams commits; when it is set forward, all waits are over at once, and are begun anew. To be used by one thread.
 */
final class ClockWatch {

    /** What is set back by less makes things late by no more than that. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final LongSupplier clockMillis;
    private final LongSupplier elapsedNanos;
    private long startedMillis;

    ClockWatch() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * @param clockMillis the clock, milliseconds since the epoch
     * @param elapsedNanos time passed since whenever, nanoseconds
     */
    ClockWatch(LongSupplier clockMillis, LongSupplier elapsedNanos) {
        this.clockMillis = clockMillis;
        this.elapsedNanos = elapsedNanos;
        this.startedMillis = startMillis();
    }

    /** By how much the clock was set since the last call, back if negative; zero if it was by no more than {@link #TOLERANCE}. */
    Duration change() {
        long before = startedMillis;
        startedMillis = startMillis();
        Duration change = Duration.ofMillis(startedMillis - before);
        return change.abs().compareTo(TOLERANCE) > 0 ? change : Duration.ZERO;
    }

    /** What the clock would have shown when nothing had elapsed yet. */
    private long startMillis() {
        return clockMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(elapsedNanos.getAsLong());
    }
}
