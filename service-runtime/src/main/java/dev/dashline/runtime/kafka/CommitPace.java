package dev.dashline.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for a commit right after a record was written, because nobody can read it before. A brake keeps that from
 * becoming one transaction a record under load: what follows within some milliseconds waits for the commit interval of
 * the application. For use by the thread of one stream task.
 */
public final class CommitPace {

    private static final Duration BRAKE = Duration.ofMillis(20);

    private final ProcessorContext<?, ?> context;
    private Instant askedAt = Instant.MIN;

    public CommitPace(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    /** A record was forwarded to a topic. */
    public void forwarded() {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        if (!now.isBefore(askedAt.plus(BRAKE)) || now.isBefore(askedAt)) {
            askedAt = now;
            context.commit();
        }
    }
}
