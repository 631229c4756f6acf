package dev.dashline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.serde.LaterVersionException;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaOptionsTest {

    private static final KafkaSettings SETTINGS = KafkaSettings.from(Map.of());

    @Test
    void namesTheBrokersThatDoNotAnswer() {
        assertThat(KafkaOptions.unreachable(SETTINGS, new TimeoutException("no metadata")))
                .hasMessageContaining("nothing can be read at localhost:9092: no metadata")
                .hasMessageContaining("--bootstrap-servers");
    }

    @Test
    void namesTheRegistryThatDoesNotAnswer() {
        assertThat(KafkaOptions.unreachable(
                        SETTINGS,
                        new RegistryUnavailableException("the schema registry at http://x does not answer", null)))
                .hasMessage(
                        "the schema registry at http://x does not answer; say where the registry is with --registry,"
                                + " as dashline dev prints it");
    }

    @Test
    void saysThatALaterVersionIsNeeded() {
        assertThat(KafkaOptions.unreachable(SETTINGS, new LaterVersionException("a record is of a later version")))
                .hasMessage("a record is of a later version; use a dashline of that version");
    }
}
