package dev.dashline.schemas.serde;

import dev.dashline.schemas.StateStore;
import dev.dashline.schemas.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Registers all schemas at once. Whoever writes first then finds them, and services need no right to register any.
 * Thread-safe.
 *
 * <p>Every method throws {@link RegistryUnavailableException} if the registry gives no answer.
 */
public final class SchemaRegistrar {

    private final SchemaRegistry registry;

    /**
     * @param config of serdes, as {@link EventSerdes} takes it
     * @throws ConfigException if the registry's address is missing or malformed
     */
    public SchemaRegistrar(Map<String, ?> config) {
        this.registry = RegistryConfig.connect(config);
    }

    /** The schema of every subject: those of the values of these topics and of all state stores. */
    public static SortedMap<String, Schema> subjects(Collection<Topic<?>> topics) {
        SortedMap<String, Schema> subjects = new TreeMap<>();
        topics.forEach(topic -> subjects.put(subject(topic.name()), schema(topic.valueType())));
        StateStore.ALL.forEach(store ->
                store.valueType().ifPresent(type -> subjects.put(subject(store.changelog()), schema(type))));
        return subjects;
    }

    /** Name of the subject of a topic's values. */
    public static String subject(String topic) {
        return WireFormat.subject(topic, false);
    }

    /**
     * Registers what is not registered yet.
     *
     * @throws SerializationException if the registry refuses a schema, such as one that breaks compatibility
     */
    public void register(SortedMap<String, Schema> subjects) {
        subjects.forEach(registry::register);
    }

    /** The subjects of these that do not have their schema yet, in order. */
    public List<String> missing(SortedMap<String, Schema> subjects) {
        return subjects.entrySet().stream()
                .filter(subject -> !isRegistered(subject.getKey(), subject.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isRegistered(String subject, Schema schema) {
        try {
            registry.lookup(subject, schema);
            return true;
        } catch (SerializationException e) {
            return false;
        }
    }

    private static Schema schema(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type);
    }
}
