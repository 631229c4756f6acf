package dev.dashline.runtime.kafka;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** When the timers of an application are due next. Safe for use by many threads. */
final class Alarms {

    /** Where an application has its alarms in its configuration. */
    static final String CONFIG = "dashline.alarms";

    private final Map<Object, Instant> due = new ConcurrentHashMap<>();

    /** Those of the application that this context is part of. */
    static Alarms of(ProcessorContext<?, ?> context) {
        return context.appConfigs().get(CONFIG) instanceof Alarms alarms ? alarms : new Alarms();
    }

    /** Each owner has one alarm. */
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
