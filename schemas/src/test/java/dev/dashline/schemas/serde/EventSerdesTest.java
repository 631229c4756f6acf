package dev.dashline.schemas.serde;

import static dev.dashline.schemas.Requests.aRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.VideoProgress;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.publisher.PublicationState;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSerdesTest {

    private static final String TOPIC = Topics.VIDEO_REQUESTED.name();

    private final Map<String, ?> config = Map.of(RegistryConfig.URL, "mock://" + UUID.randomUUID());
    private final EventSerdes serdes = new EventSerdes(config);
    private final SchemaRegistry registry = RegistryConfig.connect(config);
    private final VideoRequested request = aRequest().build();
    private final byte[] bytes = serdes.of(Topics.VIDEO_REQUESTED).serializer().serialize(TOPIC, request);

    @Test
    void readsWhatItWrote() {
        assertThat(read(bytes)).isEqualTo(request);
    }

    @Test
    void writesTheConfluentWireFormat() {
        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
    }

    @Test
    void nullStaysNull() {
        assertThat(serdes.of(Topics.VIDEO_REQUESTED).serializer().serialize(TOPIC, null))
                .isNull();
        assertThat(read(null)).isNull();
    }

    @Test
    void refusesBytesThatAreNotInTheWireFormat() {
        assertThatThrownBy(() -> read("hello".getBytes(UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Confluent wire format");
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(SerializationException.class);
    }

    @Test
    void refusesAnIdThatNoSchemaHas() {
        assertThatThrownBy(() -> read(ByteBuffer.allocate(9).putInt(1, 4711).array()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void refusesEveryTruncationOfARecord() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void refusesBytesAfterTheRecord() {
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasRootCauseMessage("bytes are left over");
    }

    @Test
    void refusesALengthOfGigabytesWithoutAllocatingIt() {
        byte[] twoGigabytes = {0, 0, 0, 0, 1, (byte) 0xf0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        assertThatThrownBy(() -> read(twoGigabytes)).isInstanceOf(SerializationException.class);
    }

    /** Avro reports a number that does not end as an IOException, which is what a registry that is away looks like. */
    @Test
    void refusesANumberThatDoesNotEnd() {
        byte[] endless = new byte[15];
        Arrays.fill(endless, 5, endless.length, (byte) 0xff);
        endless[4] = 1;

        assertThatThrownBy(() -> read(endless))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
    }

    /** What is taken for an outage is read again for ever. */
    @ParameterizedTest
    @MethodSource("types")
    <V extends SpecificRecord> void noBytesAreTakenForAnOutage(Class<V> type) {
        int id = registry.register("any", SpecificData.get().getSchema(type));
        Deserializer<V> deserializer = serdes.of(type).deserializer();
        Random random = new Random(20_261);
        for (int i = 0; i < 5_000; i++) {
            byte[] garbage = garbage(random, id);
            try {
                deserializer.deserialize("any", garbage);
            } catch (SerializationException e) {
                assertThat(EventSerdes.isRetriable(e))
                        .as(Arrays.toString(garbage))
                        .isFalse();
            } catch (RuntimeException e) {
                throw new AssertionError(Arrays.toString(garbage), e);
            }
        }
    }

    static Stream<Class<?>> types() {
        Stream<Class<?>> ofTopics =
                Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream()).map(Topic::valueType);
        return Stream.concat(ofTopics, Stream.of(EncodingJobState.class, PublicationState.class))
                .distinct();
    }

    /** Small numbers lead a reader far into a record, large ones make lengths and counts that are not there. */
    private static byte[] garbage(Random random, int id) {
        byte[] garbage = new byte[WireFormat.HEADER + random.nextInt(100)];
        random.nextBytes(garbage);
        double small = random.nextDouble();
        for (int i = WireFormat.HEADER; i < garbage.length; i++) {
            garbage[i] = random.nextDouble() < small ? (byte) random.nextInt(6) : garbage[i];
        }
        int endless = random.nextInt(garbage.length);
        if (random.nextBoolean()) {
            Arrays.fill(garbage, endless, Math.min(garbage.length, endless + 10), (byte) 0xff);
        }
        ByteBuffer.wrap(garbage).put(WireFormat.header(id));
        return garbage;
    }

    @Test
    void refusesARequestThatIsLargerThanItsTopicTakes() {
        VideoRequested large = aRequest()
                .setTitle("x".repeat(Topics.VIDEO_REQUESTED.largestRecord()))
                .build();
        byte[] value = serdes.of(Topics.VIDEO_REQUESTED).serializer().serialize(TOPIC, large);

        assertThatThrownBy(() -> read(value))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("limit of video-requested");
    }

    @Test
    void refusesAnotherEvent() {
        byte[] progress = serdes.of(VideoProgress.class)
                .serializer()
                .serialize(
                        TOPIC,
                        VideoProgress.newBuilder()
                                .setVideoId("video-1")
                                .setAttempt(1)
                                .setTaskId("analyze")
                                .setEpoch(1)
                                .setWorker("w")
                                .setDoneMillis(0)
                                .setTotalMillis(0)
                                .setAt(request.getRequestedAt())
                                .build());
        assertThatThrownBy(() -> read(progress))
                .isInstanceOf(SerializationException.class)
                .hasRootCauseMessage("expected dev.dashline.events.VideoRequested");
    }

    @Test
    void saysThatTheRegistrysAddressIsMissing() {
        assertThatThrownBy(() -> new EventSerdes(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> new EventSerdes(Map.of("schema.registry.url", "localhost:8081")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http");
    }

    @Test
    void saysThatAClassCannotBeLoaded() {
        var misspelt = new EventSerdes(
                Map.of("schema.registry.url", "mock://x", "avro.serializer.class", "io.confluent.Misspelt"));
        assertThatThrownBy(() -> misspelt.of(VideoRequested.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("avro.serializer.class")
                .hasMessageContaining("io.confluent.Misspelt");
    }

    private VideoRequested read(byte @Nullable [] data) {
        return serdes.of(Topics.VIDEO_REQUESTED).deserializer().deserialize(TOPIC, data);
    }
}
