package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long a stream thread waits in a poll. Between two polls, and only there, timers go off and transactions are
 * committed: so no poll lasts beyond the next timer, nor for long where there may be something to commit. All others
 * may wait, since every loop of a thread costs half a millisecond of processor time. For one thread.
 */
final class PollPace {

    private static final Duration SOON = Duration.ofMillis(20);
    /** Streams and polls count in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(2);
    /** For so long after something came about there may be something to commit. */
    private static final Duration ACTIVE = Duration.ofMillis(200);

    private final Alarms alarms;
    private final InstantSource clock;
    private Instant activeUntil = Instant.MIN;

    PollPace(Alarms alarms, InstantSource clock) {
        this.alarms = alarms;
        this.clock = clock;
    }

    /** How long the next poll should wait, and no longer than this. */
    Duration within(Duration timeout) {
        Instant now = clock.instant();
        if (now.isBefore(activeUntil)) {
            // Alarms as well: many that go off together are one transaction.
            return shorter(timeout, SOON);
        }
        return alarms.earliest().map(due -> shorter(timeout, until(due, now))).orElse(timeout);
    }

    private static Duration until(Instant due, Instant now) {
        Duration wait = Duration.between(now, due);
        // One that does not go off, whatever the reason, must not keep a processor busy.
        return wait.isNegative() ? SOON : wait.plus(ROUNDING);
    }

    /** A poll has ended, and has brought records or not. */
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
