package dev.dashline.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Holds any deserializer, also one that was named in configuration, to our contract: an event of the right type, or one of two kinds
 * of failure.
 */
final class CheckedDeserializer<V> implements Deserializer<V> {

    private final Deserializer<?> deserializer;
    private final Class<V> type;

    CheckedDeserializer(Deserializer<?> deserializer, Class<V> type) {
        this.deserializer = deserializer;
        this.type = type;
    }

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        // Configured before it was wrapped.
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] data) {
        return checked(topic, () -> deserializer.deserialize(topic, data));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return checked(topic, () -> deserializer.deserialize(topic, headers, data));
    }

    @Override
    public void close() {
        deserializer.close();
    }

    private interface Decoding {
        @Nullable
        Object decode();
    }

    private @Nullable V checked(String topic, Decoding decoding) {
        Object event;
        try {
            event = decoding.decode();
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw told(topic, e);
        }
        if (event != null && !type.isInstance(event)) {
            throw new SerializationException("expected " + type.getName() + " on " + topic + ", not "
                    + event.getClass().getName());
        }
        return type.cast(event);
    }

    /** Confluent's class reports a registry that it cannot reach as a SerializationException around an IOException. */
    private static RuntimeException told(String topic, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // An EOFException is Avro's word for a record that is too short.
            if (cause instanceof IOException && !(cause instanceof EOFException)) {
                return new RegistryUnavailableException("the schema registry does not answer: " + cause, failure);
            }
        }
        return failure instanceof SerializationException
                ? failure
                : new SerializationException("cannot read a record of " + topic, failure);
    }
}
