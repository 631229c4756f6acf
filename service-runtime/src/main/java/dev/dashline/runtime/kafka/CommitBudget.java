package dev.dashline.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How many commits the tasks of one application may ask for: some in a row, since one video passes from task to task,
 * and few in the long run, since each is a transaction. Where transactions take long, because the machine or the
 * brokers have much to do, there are fewer, and each holds more. Safe for use by many threads.
 */
final class CommitBudget {

    /** Streams configuration key: the {@link CommitBudget} of the application. */
    static final String CONFIG = "dashline.commit-budget";

    private static final Duration SPACING = Duration.ofMillis(25);
    private static final Duration MOST_SPACING = Duration.ofSeconds(1);
    /** Commits take half of the time at most. If one followed the other, each would hold a record or two. */
    private static final int TIMES_TAKEN = 2;
    /** How much the newest commit counts in the average. */
    private static final double NEWEST = 0.1;
    /** As many as let one short video pass the encoders, from its request to its end, without waiting. */
    static final int IN_A_ROW = 10;

    private static final Duration CREDIT = SPACING.multipliedBy(IN_A_ROW - 1L);

    /** When all commits so far would be made, had they been made at equal distances. */
    @GuardedBy("this")
    private Instant spentUntil = Instant.EPOCH;

    /** When somebody may commit who had to wait. */
    @GuardedBy("this")
    private Instant awaited = Instant.EPOCH;

    @GuardedBy("this")
    private double takenNanos;

    /** The budget of this context's application; a new one if its configuration has none. */
    static CommitBudget of(ProcessorContext<?, ?> context) {
        return context.appConfigs().get(CONFIG) instanceof CommitBudget budget ? budget : new CommitBudget();
    }

    /** Asks for a commit now. If it is not granted, returns the time at which one may be made without asking again. */
    synchronized Optional<Instant> ask(Instant now) {
        Instant notLater = now.plus(CREDIT).plus(spacing()); // the clock may have been set back
        spentUntil = spentUntil.isAfter(notLater) ? notLater : spentUntil;
        Instant granted = spentUntil.minus(CREDIT);
        if (granted.isAfter(now)) {
            awaited = granted;
            return Optional.of(granted);
        }
        spentUntil = (spentUntil.isAfter(now) ? spentUntil : now).plus(spacing());
        return Optional.empty();
    }

    /** When the next commit is made, if one has been put off; otherwise a time in the past. */
    synchronized Instant awaited() {
        return awaited;
    }

    /** A commit took so long. */
    synchronized void took(Duration time) {
        takenNanos += NEWEST * (time.toNanos() - takenNanos);
    }

    @GuardedBy("this")
    private Duration spacing() {
        Duration wanted = Duration.ofNanos(Math.round(TIMES_TAKEN * takenNanos));
        Duration atMost = wanted.compareTo(MOST_SPACING) < 0 ? wanted : MOST_SPACING;
        return atMost.compareTo(SPACING) > 0 ? atMost : SPACING;
    }
}
