package dev.dashline.gcsemulator.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The faults to inject from now on, and the speed of the network. May change while requests are served. Thread-safe.
 */
public final class FaultPlan {

    @GuardedBy("this")
    private final List<Entry> entries = new ArrayList<>();

    @GuardedBy("this")
    private Duration latency = Duration.ZERO;

    @GuardedBy("this")
    private long bytesPerSecond;

    @GuardedBy("this")
    private long injected;

    @GuardedBy("this")
    private long upAgainAt = System.nanoTime();

    private static final class Entry {
        private final FaultRule rule;
        private final Map<String, Long> repetitions = new HashMap<>();
        private long seen;
        private long used;

        Entry(FaultRule rule) {
            this.rule = rule;
        }

        boolean hits(String line) {
            if (!rule.matches(line) || ++seen <= rule.skip() || used >= rule.times()) {
                return false;
            }
            boolean hit = rule.hits(line, repetitions.merge(line, 1L, Long::sum));
            used += hit ? 1 : 0;
            return hit;
        }
    }

    /** Adds a rule. If more than one applies to a request, the first does. */
    public synchronized FaultPlan add(FaultRule rule) {
        entries.add(new Entry(rule));
        return this;
    }

    /** Delays every answer. */
    public synchronized FaultPlan latency(Duration time) {
        latency = time;
        return this;
    }

    /** Limits what all connections together carry, in each direction; 0 for no limit. */
    public synchronized FaultPlan bandwidth(long bytes) {
        bytesPerSecond = bytes;
        return this;
    }

    /** Removes all faults and delays. */
    public synchronized void clear() {
        entries.clear();
        latency = Duration.ZERO;
        bytesPerSecond = 0;
        upAgainAt = System.nanoTime();
    }

    /** Whether an outage has begun and not yet ended. */
    public synchronized boolean isDown() {
        return System.nanoTime() - upAgainAt < 0;
    }

    /** How many requests have failed by a fault so far. */
    public synchronized long injected() {
        return injected;
    }

    public synchronized Optional<Fault> next(String line) {
        Optional<Fault> fault = isDown()
                ? Optional.of(new Fault.Reset())
                : entries.stream()
                        .filter(entry -> entry.hits(line))
                        .findFirst()
                        .map(entry -> begun(entry.rule.fault()));
        injected += fault.isPresent() ? 1 : 0;
        return fault;
    }

    @GuardedBy("this")
    private Fault begun(Fault fault) {
        if (fault instanceof Fault.Outage outage) {
            upAgainAt = System.nanoTime() + outage.time().toNanos();
            return new Fault.Reset();
        }
        return fault;
    }

    public synchronized Duration latency() {
        return latency;
    }

    synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }
}
