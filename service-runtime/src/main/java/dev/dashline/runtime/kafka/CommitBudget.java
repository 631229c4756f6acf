package dev.dashline.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How many commits the tasks of one application may ask for: some in a row, since one video passes from task to task,
 * and few in the long run, since each is a transaction. Safe for use by many threads.
 */
final class CommitBudget {

    /** Streams configuration key: the {@link CommitBudget} of the application. */
    static final String CONFIG = "dashline.commit-budget";

    private static final Duration SPACING = Duration.ofMillis(25);
    /** As many as let one short video pass the encoders, from its request to its end, without waiting. */
    static final int IN_A_ROW = 10;

    /** When all commits so far would be made, had they been made at equal distances. */
    @GuardedBy("this")
    private Instant spentUntil = Instant.EPOCH;

    /** The budget of this context's application; a new one if its configuration has none. */
    static CommitBudget of(ProcessorContext<?, ?> context) {
        return context.appConfigs().get(CONFIG) instanceof CommitBudget budget ? budget : new CommitBudget();
    }

    /** Asks for a commit now. If it is not granted, returns the time at which one may be made without asking again. */
    synchronized Optional<Instant> ask(Instant now) {
        Instant notLater = now.plus(SPACING.multipliedBy(IN_A_ROW)); // the clock may have been set back
        spentUntil = spentUntil.isAfter(notLater) ? notLater : spentUntil;
        Instant granted = spentUntil.minus(SPACING.multipliedBy(IN_A_ROW - 1L));
        if (granted.isAfter(now)) {
            return Optional.of(granted);
        }
        spentUntil = (spentUntil.isAfter(now) ? spentUntil : now).plus(SPACING);
        return Optional.empty();
    }
}
