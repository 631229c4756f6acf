package dev.dashline.schemas.serde;

import dev.dashline.schemas.Topic;
import dev.dashline.schemas.TrustedEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Makes the serdes of all events from one configuration. They share one connection to the registry and its cache; each
 * may be used by any number of threads.
 *
 * <p>Which classes do the work is configuration: {@code avro.serializer.class} and {@code avro.deserializer.class},
 * {@link AvroSerializer} and {@link AvroDeserializer} by default. Confluent's {@code KafkaAvroSerializer} and {@code
 * KafkaAvroDeserializer} fit as they are. All other keys are handed to those classes.
 */
public final class EventSerdes {

    /** Configuration key: name of the class that writes values. */
    public static final String SERIALIZER_CLASS = "avro.serializer.class";

    /** Configuration key: name of the class that reads values. */
    public static final String DESERIALIZER_CLASS = "avro.deserializer.class";

    static {
        TrustedEvents.vouch();
    }

    private final Map<String, Object> config;
    private final SchemaRegistry registry;

    /**
     * @throws ConfigException if the registry's address is missing or malformed
     */
    public EventSerdes(Map<String, ?> config) {
        this.config = new HashMap<>(config);
        this.registry = RegistryConfig.connect(config);
    }

    /** Serdes for a test, with a registry of their own that is in memory. */
    public static EventSerdes inMemory() {
        return new EventSerdes(Map.of(RegistryConfig.URL, InMemoryRegistry.SCHEME + UUID.randomUUID()));
    }

    /** The serde for a topic's values, to which a value that is larger than the topic allows is garbage. */
    public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
        return of(topic.valueType(), topic.largestRecord());
    }

    /** The serde for values that hold this event, on any topic or in any state store. */
    public <V extends SpecificRecord> Serde<V> of(Class<V> type) {
        return of(type, Integer.MAX_VALUE);
    }

    private <V extends SpecificRecord> Serde<V> of(Class<V> type, int largest) {
        Map<String, Object> typed = new HashMap<>(config);
        typed.put("specific.avro.reader", true);
        typed.put(AvroDeserializer.VALUE_TYPE, type.getName());
        return Serdes.serdeFrom(serializer(typed), new CheckedDeserializer<>(deserializer(typed), type, largest));
    }

    /**
     * Whether reading or writing a record failed because the registry did not answer, or because a later version wrote
     * it. Such a record must never be lost. Looks at the whole chain of causes.
     */
    public static boolean isRetriable(@Nullable Throwable failure) {
        return isCausedBy(RetriableException.class, failure);
    }

    /** Whether reading a record failed because only a later version can: to try again helps no more in this process. */
    public static boolean isOfLaterVersion(@Nullable Throwable failure) {
        return isCausedBy(LaterVersionException.class, failure);
    }

    private static boolean isCausedBy(Class<? extends Exception> type, @Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings(
            "unchecked") // Serializers are named in configuration; that they take our events is their contract.
    private <V extends SpecificRecord> Serializer<V> serializer(Map<String, Object> typed) {
        Serializer<V> serializer = instance(SERIALIZER_CLASS, AvroSerializer.class, Serializer.class);
        if (serializer instanceof AvroSerializer<?> ours) {
            ours.share(registry);
        }
        serializer.configure(typed, false);
        return serializer;
    }

    private Deserializer<?> deserializer(Map<String, Object> typed) {
        Deserializer<?> deserializer = instance(DESERIALIZER_CLASS, AvroDeserializer.class, Deserializer.class);
        if (deserializer instanceof AvroDeserializer<?> ours) {
            ours.share(registry);
        }
        deserializer.configure(typed, false);
        return deserializer;
    }

    private <T> T instance(String key, Class<? extends T> ours, Class<T> base) {
        Object name = config.getOrDefault(key, ours.getName());
        try {
            return Utils.newInstance(name.toString(), base);
        } catch (ClassNotFoundException | KafkaException e) {
            throw new ConfigException(key, name, "cannot be loaded: " + e.getMessage());
        }
    }
}
