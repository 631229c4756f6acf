package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Waiting and running records at one moment.
 *
 * @param at the moment
 */
public record Backlog(Instant at, List<Line> lines) {

    public Backlog {
        lines = List.copyOf(lines);
    }

    /**
     * The backlog of one group on one topic.
     *
     * @param waiting records that no member has taken yet
     * @param running records that a member is working on; 0 for a Streams group, which does not report it
     * @param slots members of a share group, each of which takes one record at a time; 0 for a Streams group
     * @param oldestWaiting for how long the oldest waiting record has waited; empty if none waits
     */
    public record Line(
            String group, String topic, long waiting, long running, int slots, Optional<Duration> oldestWaiting) {

        /** Idle members of a share group. */
        public long free() {
            return Math.max(0, slots - running);
        }
    }
}
