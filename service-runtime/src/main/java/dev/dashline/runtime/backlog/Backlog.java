package dev.dashline.runtime.backlog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Waiting and running records at one moment.
 *
 * @param at the moment
 * @param predictedLate open videos that cannot all be encoded before their deadlines; empty if no scheduler has said
 */
public record Backlog(Instant at, List<Line> lines, OptionalInt predictedLate) {

    public Backlog {
        lines = List.copyOf(lines);
    }

    /**
     * The backlog of one group on one topic.
     *
     * @param waiting records that no member has taken yet
     * @param running records that a member is working on; 0 for a Streams group, which does not report it
     * @param slots records that all encoders can work on at a time; 0 for a Streams group
     * @param oldestWaiting for how long the oldest waiting record has waited; empty if none waits
     * @param work how long one slot would take for what is left of all that waits and runs; empty for a Streams group
     */
    public record Line(
            String group,
            String topic,
            long waiting,
            long running,
            int slots,
            Optional<Duration> oldestWaiting,
            Optional<Duration> work) {

        /** Slots that run nothing. */
        public long free() {
            return Math.max(0, slots - running);
        }

        /**
         * How long it will take until nothing waits or runs; empty if that is not known. A record is work for one slot,
         * so that the last ones leave slots idle.
         */
        public Optional<Duration> timeToDrain() {
            long atOnce = Math.max(1, Math.min(slots, waiting + running));
            return slots == 0 ? Optional.empty() : work.map(time -> time.dividedBy(atOnce));
        }
    }
}
