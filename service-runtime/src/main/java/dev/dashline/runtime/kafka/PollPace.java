package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When a stream thread polls, and for how long it waits in a poll. Kafka Streams fires timers only between two polls,
 * so a poll ends when the next timer is due. Otherwise polls are few, since each loop of a stream thread costs half a
 * millisecond of processor time, and a fetch: while a commit is put off, nobody can read what is written, so that
 * records may gather until shortly before it. For use by one thread.
 */
final class PollPace {

    private static final Duration SOON = Duration.ofMillis(20);
    /** Added to the wait for a timer, since Streams and polls both count in whole milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    /** What has gathered is processed in this time, mostly. */
    private static final Duration PROCESSING = Duration.ofMillis(5);
    /** A poll brings what was there when the poll before it ended. If they were seconds apart, it would be stale. */
    private static final Duration LONGEST_REST = Duration.ofMillis(50);

    private final Alarms alarms;
    private final CommitBudget commits;
    private final Duration pause;
    private final InstantSource clock;
    private Instant gatherUntil = Instant.MIN;
    private Instant restUntil = Instant.MIN;

    /** @param pause how long to rest after a poll that brought records */
    PollPace(Alarms alarms, CommitBudget commits, Duration pause, InstantSource clock) {
        this.alarms = alarms;
        this.commits = commits;
        this.pause = pause;
        this.clock = clock;
    }

    /** How long the next poll should be put off; 50 ms at most. */
    Duration rest() {
        Instant commit = commits.awaited().minus(PROCESSING);
        Duration rest = Duration.between(clock.instant(), commit.isAfter(restUntil) ? commit : restUntil);
        return rest.isNegative() ? Duration.ZERO : shorter(rest, LONGEST_REST);
    }

    /** How long the next poll should wait; at most {@code timeout}. */
    Duration within(Duration timeout) {
        Instant now = clock.instant();
        return alarms.earliest()
                .map(due -> due.isBefore(gatherUntil) ? gatherUntil : due)
                .map(due -> shorter(timeout, until(due, now)))
                .orElse(timeout);
    }

    /**
     * To be called after each poll. What falls due soon after an alarm goes off with the next one.
     *
     * @param any whether it brought records
     */
    void polled(boolean any) {
        Instant now = clock.instant();
        if (any) {
            restUntil = now.plus(pause);
        }
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
