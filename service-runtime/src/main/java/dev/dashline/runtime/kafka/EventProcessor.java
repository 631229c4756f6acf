package dev.dashline.runtime.kafka;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A processor whose events are committed as soon as it forwards them. Belongs to one stream task; only the thread of
 * that task calls it.
 *
 * @param <E> the events that it forwards
 */
public abstract class EventProcessor<E extends SpecificRecord> implements Processor<String, SpecificRecord, String, E> {

    private @Nullable ProcessorContext<String, E> context;
    private @Nullable CommitPace commits;

    /** Called again, with the stores as they were committed last, when a transaction was aborted. */
    @Override
    public void init(ProcessorContext<String, E> context) {
        this.context = context;
        this.commits = new CommitPace(context);
    }

    @Override
    public void close() {
        if (commits != null) {
            commits.close();
        }
    }

    protected final Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    /** Forwards an event of now. */
    protected final void forward(@Nullable String key, E event) {
        forward(new Record<>(key, event, context().currentSystemTimeMs()));
    }

    protected final void forward(Record<String, E> record) {
        context().forward(record);
        initialised(commits).forwarded();
    }

    protected final ProcessorContext<String, E> context() {
        return initialised(context);
    }

    /** A field that {@link #init} sets. */
    protected static <T> T initialised(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("init() was not called");
        }
        return value;
    }
}
