package dev.dashline.schemas.serde;

import dev.dashline.schemas.TrustedEvents;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in the Confluent wire format, written with any version of their schema. Its configuration keys are
 * Confluent's: {@code schema.registry.url}, {@code basic.auth.user.info}, {@code specific.avro.value.type} (a class
 * name; without it the writer's schema names the class). Thread-safe once configured.
 *
 * <p>Throws {@link SerializationException} if the bytes are no such event, {@link RegistryUnavailableException} if that
 * could not be found out, and {@link LaterVersionException} if it is one that says what only later versions know. Null
 * becomes null.
 */
public final class AvroDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    static final String VALUE_TYPE = "specific.avro.value.type";
    static final String KEY_TYPE = "specific.avro.key.type";

    static {
        TrustedEvents.vouch();
    }

    /** From one schema to another. Each is mostly the same object, so that comparing takes no time. */
    private record Conversion(Schema written, Schema expected) {}

    /** How records of a version are read. */
    private record VersionReader<V>(DatumReader<V> events, Optional<LaterSchema> later) {}

    /** Making a reader takes far longer than reading with it. There is one for each version that is met. */
    private final Map<Conversion, VersionReader<V>> readers = new ConcurrentHashMap<>();

    private @Nullable SchemaRegistry registry;
    private @Nullable Class<?> type;

    @Override
    public void configure(Map<String, ?> config, boolean isKey) {
        String key = isKey ? KEY_TYPE : VALUE_TYPE;
        type = config.get(key) == null ? null : typeNamed(key, config.get(key));
        if (registry == null) {
            registry = RegistryConfig.connect(config);
        }
    }

    /** Before {@link #configure}: takes this registry instead of a connection of its own. */
    void share(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        SchemaRegistry schemas = Objects.requireNonNull(registry, "configure() was not called");
        Schema written = schemas.byId(WireFormat.schemaId(data));
        try {
            return decode(data, written);
        } catch (LaterVersionException e) {
            throw new LaterVersionException("a record of " + topic + " is of a later version: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "cannot read a record of " + topic + " that claims to be " + written.getFullName(), e);
        }
    }

    private V decode(byte[] data, Schema written) throws IOException {
        Class<?> target = type == null ? SpecificData.get().getClass(written) : type;
        if (target == null) {
            throw new SerializationException("no class is named " + written.getFullName());
        }
        SpecificData model = SpecificData.getForClass(target);
        Schema expected = model.getSchema(target);
        if (!written.getFullName().equals(expected.getFullName())) {
            throw new SerializationException("expected " + expected.getFullName());
        }
        requireWhole(data, written);
        VersionReader<V> reader = reader(written, expected, model);
        Optional<LaterSchema> later = reader.later();
        if (later.isPresent() && later.get().saysMore()) {
            requireKnown(data, written, later.get());
        }
        try {
            return reader.events().read(null, decoder(data));
        } catch (AvroTypeException e) {
            if (later.isPresent()) {
                throw new LaterVersionException(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private VersionReader<V> reader(Schema written, Schema expected, SpecificData model) throws IOException {
        Conversion conversion = new Conversion(written, expected);
        VersionReader<V> known = readers.get(conversion);
        if (known == null) {
            known = new VersionReader<>(
                    model.getFastReaderBuilder().createDatumReader(written, expected),
                    LaterSchema.of(written, expected));
            readers.put(conversion, known);
        }
        return known;
    }

    private static void requireKnown(byte[] data, Schema written, LaterSchema later) throws IOException {
        IndexedRecord record = new GenericDatumReader<IndexedRecord>(written).read(null, decoder(data));
        Optional<String> unknown = later.beyondOurs(record);
        if (unknown.isPresent()) {
            throw new LaterVersionException(unknown.get());
        }
    }

    /**
     * Skips through the bytes without allocating: a length field in a garbage record can ask for gigabytes, and
     * skipping finds out that they are not there before a reader allocates them.
     */
    private static void requireWhole(byte[] data, Schema written) throws IOException {
        BinaryDecoder decoder = decoder(data);
        GenericDatumReader.skip(written, decoder);
        if (!decoder.isEnd()) {
            throw new SerializationException("bytes are left over");
        }
    }

    private static BinaryDecoder decoder(byte[] data) {
        return DecoderFactory.get().binaryDecoder(data, WireFormat.HEADER, data.length - WireFormat.HEADER, null);
    }

    private static Class<?> typeNamed(String key, Object name) {
        try {
            return name instanceof Class<?> type ? type : Utils.loadClass(name.toString(), SpecificRecord.class);
        } catch (ClassNotFoundException e) {
            throw new ConfigException(key, name, "no such class");
        }
    }
}
