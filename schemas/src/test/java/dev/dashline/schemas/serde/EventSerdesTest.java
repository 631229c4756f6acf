package dev.dashline.schemas.serde;

import static dev.dashline.schemas.Requests.aRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.VideoProgress;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventSerdesTest {

    private static final String TOPIC = Topics.VIDEO_REQUESTED.name();

    private final EventSerdes serdes = EventSerdes.inMemory();
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
