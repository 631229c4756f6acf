package dev.dashline.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes any configured deserializer keep our contract: it returns an event of the right type or throws one of two
 * exceptions.
 */
final class CheckedDeserializer<V> implements Deserializer<V> {

    private final Deserializer<?> deserializer;
    private final Class<V> type;
    private final int largest;

    /**
     * @param largest how many bytes an event has at most
     */
    CheckedDeserializer(Deserializer<?> deserializer, Class<V> type, int largest) {
        this.deserializer = deserializer;
        this.type = type;
        this.largest = largest;
    }

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        // Does nothing: the wrapped deserializer is configured already.
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] data) {
        return checked(topic, data, () -> deserializer.deserialize(topic, data));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return checked(topic, data, () -> deserializer.deserialize(topic, headers, data));
    }

    @Override
    public void close() {
        deserializer.close();
    }

    private interface Decoding {
        @Nullable
        Object decode();
    }

    private @Nullable V checked(String topic, byte @Nullable [] data, Decoding decoding) {
        // A broker that stores records compressed accepts such a record, but what we derive from it would be too large
        // to write.
        if (data != null && data.length > largest) {
            throw new SerializationException(data.length + " bytes exceed the limit of " + topic + ": " + largest);
        }
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

    private RuntimeException told(String topic, RuntimeException failure) {
        if (!(deserializer instanceof AvroDeserializer) && isSilenceOfRegistry(failure)) {
            return new RegistryUnavailableException("the schema registry does not answer: " + failure, failure);
        }
        return failure instanceof SerializationException
                ? failure
                : new SerializationException("cannot read a record of " + topic, failure);
    }

    /**
     * Our deserializer tells the two apart itself. Confluent's throws a SerializationException around an IOException
     * both when it cannot reach the registry and when Avro cannot decode the bytes.
     */
    private static boolean isSilenceOfRegistry(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !isAboutBytes(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAboutBytes(Throwable cause) {
        return cause instanceof EOFException
                || cause.getClass().getPackageName().startsWith(AvroRuntimeException.class.getPackageName());
    }
}
