package dev.dashline.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Dispatches each event to the handler of its type. Thread-safe once all handlers are added. */
public final class EventHandlers {

    private final Map<Class<?>, BiConsumer<@Nullable String, SpecificRecord>> byType = new HashMap<>();

    /**
     * Adds the handler of one type of event.
     *
     * @param handler gets the key of the record, which may be null, and its value
     */
    public <V extends SpecificRecord> EventHandlers on(Class<V> type, BiConsumer<@Nullable String, V> handler) {
        byType.put(type, (key, event) -> handler.accept(key, type.cast(event)));
        return this;
    }

    /**
     * Handles a record that has a value.
     *
     * @throws IllegalArgumentException if its type has no handler: the topology reads a topic that the processor does
     *     not know
     */
    public void handle(Record<String, SpecificRecord> record) {
        BiConsumer<@Nullable String, SpecificRecord> handler =
                byType.get(record.value().getClass());
        if (handler == null) {
            throw new IllegalArgumentException(
                    "no handler for " + record.value().getClass());
        }
        handler.accept(record.key(), record.value());
    }
}
