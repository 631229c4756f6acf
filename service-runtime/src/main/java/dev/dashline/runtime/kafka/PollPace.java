package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Limits how long a stream thread waits in a poll. Kafka Streams fires timers only between two polls, so a poll ends
 * when the next timer is due. Otherwise polls are long, since each loop of a stream thread costs half a millisecond of
 * processor time. For use by one thread.
 */
final class PollPace {

    private static final Duration SOON = Duration.ofMillis(20);
    /** Added to the wait for a timer, since Streams and polls both count in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    private final Alarms alarms;
    private final InstantSource clock;
    private Instant gatherUntil = Instant.MIN;

    PollPace(Alarms alarms, InstantSource clock) {
        this.alarms = alarms;
        this.clock = clock;
    }

    /** How long the next poll should wait; at most {@code timeout}. */
    Duration within(Duration timeout) {
        Instant now = clock.instant();
        return alarms.earliest()
                .map(due -> due.isBefore(gatherUntil) ? gatherUntil : due)
                .map(due -> shorter(timeout, until(due, now)))
                .orElse(timeout);
    }

    /** To be called after each poll. What falls due soon after an alarm goes off with the next one. */
    void polled() {
        Instant now = clock.instant();
        if (alarms.earliest().filter(due -> !due.isAfter(now)).isPresent()) {
            gatherUntil = now.plus(SOON);
        }
    }

    private static Duration until(Instant due, Instant now) {
        Duration wait = Duration.between(now, due);
        // A timer that is overdue for whatever reason must not cause a busy loop.
        return wait.isNegative() ? SOON : wait.plus(ROUNDING);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
