package dev.dashline.ingest.access;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much callers have asked for lately. Each may ask for what it may in a minute at once, and then for more as time
 * passes. Safe for use by any thread.
 */
public final class RateLimits {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    /** When all that a caller has asked for is worked off, at his rate. */
    private final Map<String, Long> workedOff = new ConcurrentHashMap<>();

    /** @param nanos the time, as {@link System#nanoTime} */
    public RateLimits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts a request; or says how long to wait for it, and does not count it. */
    public Optional<Duration> refusal(Caller caller) {
        if (caller.perMinute().isEmpty()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        long one = MINUTE / caller.perMinute().getAsInt();
        long[] wait = {0};
        workedOff.compute(caller.name(), (name, before) -> {
            long begin = before == null || before - now < 0 ? now : before;
            wait[0] = begin + one - now - MINUTE;
            return wait[0] > 0 ? begin : begin + one;
        });
        return wait[0] > 0 ? Optional.of(Duration.ofNanos(wait[0])) : Optional.empty();
    }
}
