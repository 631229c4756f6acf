package dev.dashline.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the Confluent wire format. Its configuration keys are Confluent's: {@code schema.registry.url},
 * {@code auto.register.schemas}, {@code basic.auth.user.info}. Thread-safe once configured.
 *
 * <p>Throws {@link RegistryUnavailableException} if the schema's id could not be learned, and {@link
 * SerializationException} if the registry does not take the schema or the event does not fit it. Null becomes null.
 */
public final class AvroSerializer<V extends SpecificRecord> implements Serializer<V> {

    private @Nullable SchemaRegistry registry;
    private boolean autoRegister = true;
    private boolean isKey;

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        this.isKey = isKey;
        this.autoRegister = new RegistryConfig(config).autoRegister();
        if (registry == null) {
            registry = RegistryConfig.connect(config);
        }
    }

    /** Before {@link #configure}: takes this registry instead of a connection of its own. */
    void share(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V event) {
        if (event == null) {
            return null;
        }
        SchemaRegistry ids = Objects.requireNonNull(registry, "configure() was not called");
        String subject = WireFormat.subject(topic, isKey);
        int id = autoRegister ? ids.register(subject, event.getSchema()) : ids.lookup(subject, event.getSchema());
        try {
            return encode(id, event);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("cannot write " + event.getSchema().getFullName() + " to " + topic, e);
        }
    }

    private static byte[] encode(int id, SpecificRecord event) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        bytes.write(WireFormat.header(id));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        GenericDatumWriter<SpecificRecord> writer =
                new SpecificDatumWriter<>(event.getSchema(), SpecificData.getForClass(event.getClass()));
        writer.write(event, encoder);
        return bytes.toByteArray();
    }
}
