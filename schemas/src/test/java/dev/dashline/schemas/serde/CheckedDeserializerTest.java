package dev.dashline.schemas.serde;

import static dev.dashline.schemas.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.VideoRequested;
import java.io.EOFException;
import java.net.ConnectException;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Deserializers that somebody named in configuration, with manners of their own. */
class CheckedDeserializerTest {

    private static final byte[] BYTES = {0, 0, 0, 0, 1};

    @Test
    void handsOnAnEventOfTheRightType() {
        VideoRequested request = aRequest().build();

        assertThat(read((topic, data) -> request)).isEqualTo(request);
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> read((topic, data) -> "a string"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void anyOddExceptionMeansGarbage() {
        assertThatThrownBy(() -> read((topic, data) -> {
                    throw new IndexOutOfBoundsException("odd");
                }))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
    }

    @Test
    void aRecordThatEndsTooEarlyIsGarbage() {
        assertThatThrownBy(() -> read((topic, data) -> {
                    throw new SerializationException("cannot decode", new EOFException());
                }))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
    }

    @Test
    void anIoExceptionOfAvrosIsGarbage() {
        assertThatThrownBy(() -> read((topic, data) -> {
                    throw new SerializationException("cannot decode", new InvalidNumberEncodingException("endless"));
                }))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure));
    }

    /** Asking nothing of the deserializer: how large it would become is unknown. */
    @Test
    void whatIsLargerThanItMayBeIsGarbage() {
        var deserializer = new CheckedDeserializer<>(
                (topic, data) -> {
                    throw new AssertionError("was read");
                },
                VideoRequested.class,
                BYTES.length - 1);

        assertThatThrownBy(() -> deserializer.deserialize("topic", BYTES))
                .isInstanceOf(SerializationException.class)
                .hasMessage("5 bytes exceed the limit of topic: 4");
    }

    @Test
    void aConnectionThatFailsIsNotTheRecordsFault() {
        assertThatThrownBy(() -> read((topic, data) -> {
                    throw new SerializationException("cannot ask for the schema", new ConnectException("refused"));
                }))
                .isInstanceOf(RegistryUnavailableException.class)
                .matches(EventSerdes::isRetriable);
    }

    @Test
    void whatKafkaCallsRetriableStaysSo() {
        assertThatThrownBy(() -> read((topic, data) -> {
                    throw new TimeoutException("no answer");
                }))
                .isInstanceOf(TimeoutException.class)
                .matches(EventSerdes::isRetriable);
    }

    @Test
    void isRetriableLooksThroughWhatIsWrappedAroundIt() {
        var unavailable = new RegistryUnavailableException("down", null);

        assertThat(EventSerdes.isRetriable(new IllegalStateException(new RuntimeException(unavailable))))
                .isTrue();
        assertThat(EventSerdes.isRetriable(new IllegalStateException("odd"))).isFalse();
        assertThat(EventSerdes.isRetriable(null)).isFalse();
    }

    private static @Nullable VideoRequested read(Deserializer<?> deserializer) {
        return new CheckedDeserializer<>(deserializer, VideoRequested.class, BYTES.length).deserialize("topic", BYTES);
    }
}
