package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What waits and what runs.
 *
 * @param at when that was so
 */
public record Backlog(Instant at, List<Line> lines) {

    public Backlog {
        lines = List.copyOf(lines);
    }

    /**
     * Of one group and one topic.
     *
     * @param waiting records that nobody has taken yet
     * @param running records that somebody has, and is not done with; 0 for a Streams group, which does not tell
     * @param slots members of a share group that may take one record each; 0 for a Streams group
     * @param oldestWaiting for how long the oldest of those that wait has waited; empty if none waits
     */
    public record Line(
            String group, String topic, long waiting, long running, int slots, Optional<Duration> oldestWaiting) {

        /** Members of a share group that have nothing to do. */
        public long free() {
            return Math.max(0, slots - running);
        }
    }
}
