package dev.dashline.runtime.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** The time of the next due timer of each stream task in one application. Safe for use by many threads. */
final class Alarms {

    /** Streams configuration key: the {@link Alarms} of the application. */
    static final String CONFIG = "dashline.alarms";

    private final Map<Object, Instant> due = new ConcurrentHashMap<>();

    /** The alarms in this context's application; new ones if its configuration has none. */
    static Alarms of(ProcessorContext<?, ?> context) {
        return context.appConfigs().get(CONFIG) instanceof Alarms alarms ? alarms : new Alarms();
    }

    /** Sets the alarm of an owner. Replaces its earlier one, since each owner has at most one. */
    void set(Object owner, Instant next) {
        due.put(owner, next);
    }

    void clear(Object owner) {
        due.remove(owner);
    }

    Optional<Instant> earliest() {
        return due.values().stream().min(Instant::compareTo);
    }
}
