package dev.dashline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.AvroDeserializer;
import dev.dashline.schemas.serde.AvroSerializer;
import dev.dashline.schemas.serde.EventSerdes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our serdes against Confluent's, 7.9.5, through a registry. Theirs are named in configuration and nowhere else. */
class ConfluentSerdesIT {

    private static final Map<String, String> OURS = Map.of();
    private static final Map<String, String> THEIRS = Map.of(
            EventSerdes.SERIALIZER_CLASS, "io.confluent.kafka.serializers.KafkaAvroSerializer",
            EventSerdes.DESERIALIZER_CLASS, "io.confluent.kafka.serializers.KafkaAvroDeserializer");

    @TempDir
    Path dataDir;

    private DevRegistry registry;

    @BeforeEach
    void start() {
        registry = DevRegistry.start(0, dataDir);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    static Stream<SpecificRecord> events() {
        return Events.oneOfEachShape();
    }

    @ParameterizedTest
    @MethodSource("events")
    void theirsReadWhatOursWrote(SpecificRecord event) {
        assertThat(carry(event, OURS, THEIRS)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void oursReadWhatTheirsWrote(SpecificRecord event) {
        assertThat(carry(event, THEIRS, OURS)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void bothWriteTheSameBytes(SpecificRecord event) {
        assertThat(write(event, OURS)).isEqualTo(write(event, THEIRS));
    }

    @Test
    void aClassNameAloneSwapsTheImplementation() {
        assertThat(serdes(OURS).of(Topics.VIDEO_REQUESTED).serializer()).isInstanceOf(AvroSerializer.class);
        assertThat(serdes(THEIRS)
                        .of(Topics.VIDEO_REQUESTED)
                        .serializer()
                        .getClass()
                        .getName())
                .isEqualTo("io.confluent.kafka.serializers.KafkaAvroSerializer");
    }

    @Test
    void oursNeedNoMoreConfigurationThanTheirsToReadAnyEvent() {
        SpecificRecord event = Events.oneOfEachShape().findFirst().orElseThrow();
        byte[] bytes = write(event, THEIRS);
        try (Deserializer<SpecificRecord> deserializer = new AvroDeserializer<>()) {
            deserializer.configure(Map.of("schema.registry.url", registry.url()), false);

            assertThat(deserializer.deserialize("any-topic", bytes)).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void garbageIsASerializationExceptionThatNobodyRetries(Map<String, String> implementation) {
        Serde<?> serde = serdes(implementation).of(Topics.VIDEO_REQUESTED);
        byte[] unknownId = ByteBuffer.allocate(9).putInt(1, 4711).array();
        byte[] endless = Arrays.copyOf(
                write(
                        Events.oneOfEachShape()
                                .filter(VideoRequested.class::isInstance)
                                .findFirst()
                                .orElseThrow(),
                        OURS),
                15);
        Arrays.fill(endless, 5, endless.length, (byte) 0xff);

        assertThatThrownBy(() -> serde.deserializer().deserialize("video-requested", "hello".getBytes(UTF_8)))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
        assertThatThrownBy(() -> serde.deserializer().deserialize("video-requested", endless))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
        assertThatThrownBy(() -> serde.deserializer().deserialize("video-requested", unknownId))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void aRegistryThatIsDownIsRetriable(Map<String, String> implementation) {
        SpecificRecord event = Events.oneOfEachShape().findFirst().orElseThrow();
        byte[] bytes = write(event, OURS);
        Serde<?> serde = serdes(implementation).of(Topics.VIDEO_REQUESTED);
        registry.close();

        assertThatThrownBy(() -> serde.deserializer().deserialize("video-requested", bytes))
                .matches(EventSerdes::isRetriable);
    }

    static Stream<Map<String, String>> implementations() {
        return Stream.of(OURS, THEIRS);
    }

    private SpecificRecord carry(SpecificRecord event, Map<String, String> writer, Map<String, String> reader) {
        return serdes(reader).of(event.getClass()).deserializer().deserialize(topic(event), write(event, writer));
    }

    private byte[] write(SpecificRecord event, Map<String, String> implementation) {
        return serializeWith(serdes(implementation), event);
    }

    @SuppressWarnings("unchecked") // The serde is that of the event's own class.
    private static <V extends SpecificRecord> byte[] serializeWith(EventSerdes serdes, V event) {
        return serdes.of((Class<V>) event.getClass()).serializer().serialize(topic(event), event);
    }

    private static String topic(SpecificRecord event) {
        return Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream())
                .filter(topic -> topic.valueType().isInstance(event))
                .map(Topic::name)
                .findFirst()
                .orElseThrow();
    }

    private EventSerdes serdes(Map<String, String> implementation) {
        Map<String, Object> config = new HashMap<>(implementation);
        config.put("schema.registry.url", registry.url());
        config.put("max.retries", 1);
        config.put("retries.wait.ms", 1);
        return new EventSerdes(config);
    }
}
