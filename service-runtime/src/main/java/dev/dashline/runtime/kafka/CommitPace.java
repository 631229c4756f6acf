package dev.dashline.runtime.kafka;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Has a record that was written committed at once, because nobody can read it before. When the {@link CommitBudget} is
 * used up, it waits for some milliseconds, and all that was written meanwhile shares one transaction. What writes no
 * record waits for the commit interval of the application. For use by the thread of one stream task.
 */
final class CommitPace {

    private final ProcessorContext<?, ?> context;
    private final CommitBudget budget;
    private final Alarm alarm;
    private boolean waiting;

    CommitPace(ProcessorContext<?, ?> context) {
        this.context = context;
        this.budget = CommitBudget.of(context);
        this.alarm = new Alarm(context, this::commit);
    }

    /** A record was forwarded to a topic. */
    void forwarded() {
        if (waiting) {
            return;
        }
        Optional<Instant> later = budget.ask(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        if (later.isEmpty()) {
            context.commit();
        } else {
            waiting = true;
            alarm.set(later.get());
        }
    }

    void close() {
        alarm.clear();
    }

    /** The first task that does so pays for all that wait until the same time: their thread makes one transaction. */
    private void commit() {
        waiting = false;
        Optional<Instant> unused = budget.ask(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        context.commit();
    }
}
