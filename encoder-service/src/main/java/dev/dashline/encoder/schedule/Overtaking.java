package dev.dashline.encoder.schedule;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells since when a task that was released later than another one has been taken. The brokers hand tasks out in the
 * order in which they were released, so a task that is overtaken went to a process that has died. Not thread-safe.
 */
final class Overtaking {

    /** Enough to find every task that is overtaken; the oldest are forgotten first. */
    private static final int LIMIT = 1_000;

    /** Each task that was released later than all that were taken before it: its release, and when it was taken. */
    private final TreeMap<Instant, Instant> takenByRelease = new TreeMap<>();

    /** A worker has taken a task that was released at this time. */
    void taken(Instant releasedAt, Instant now) {
        if (takenByRelease.isEmpty() || takenByRelease.lastKey().isBefore(releasedAt)) {
            takenByRelease.put(releasedAt, now);
            if (takenByRelease.size() > LIMIT) {
                takenByRelease.pollFirstEntry();
            }
        }
    }

    /** Since when a later task has been taken than one that was released at this time; empty if none has. */
    Optional<Instant> since(Instant releasedAt) {
        return Optional.ofNullable(takenByRelease.higherEntry(releasedAt)).map(Map.Entry::getValue);
    }
}
