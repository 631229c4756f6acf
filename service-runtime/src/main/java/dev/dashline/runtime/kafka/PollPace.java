package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Limits how long a stream thread waits in a poll. Kafka Streams fires timers and commits transactions only between two
 * polls. So a poll ends when the next timer is due, and soon if there may be something to commit. Otherwise polls are
 * long, since each loop of a stream thread costs half a millisecond of processor time. For use by one thread.
 */
final class PollPace {

    private static final Duration SOON = Duration.ofMillis(20);
    /** Added to the wait for a timer, since Streams and polls both count in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(2);
    /** How long after the last activity there may still be something to commit. */
    private static final Duration ACTIVE = Duration.ofMillis(100);

    private final Alarms alarms;
    private final InstantSource clock;
    private Instant activeUntil = Instant.MIN;

    PollPace(Alarms alarms, InstantSource clock) {
        this.alarms = alarms;
        this.clock = clock;
    }

    /** How long the next poll should wait; at most {@code timeout}. */
    Duration within(Duration timeout) {
        Instant now = clock.instant();
        if (now.isBefore(activeUntil)) {
            // This delays timers, too, so that timers due close together share one transaction.
            return shorter(timeout, SOON);
        }
        return alarms.earliest().map(due -> shorter(timeout, until(due, now))).orElse(timeout);
    }

    private static Duration until(Instant due, Instant now) {
        Duration wait = Duration.between(now, due);
        // A timer that is overdue for whatever reason must not cause a busy loop.
        return wait.isNegative() ? SOON : wait.plus(ROUNDING);
    }

    /**
     * To be called after each poll.
     *
     * @param records whether the poll returned any
     */
    void polled(boolean records) {
        Instant now = clock.instant();
        if (records || alarms.earliest().filter(due -> !due.isAfter(now)).isPresent()) {
            activeUntil = now.plus(ACTIVE);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
