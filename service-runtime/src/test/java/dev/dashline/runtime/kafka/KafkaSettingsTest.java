package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.schemas.serde.AvroDeserializer;
import dev.dashline.schemas.serde.AvroSerializer;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    @Test
    void defaultsReachOneMachine() {
        KafkaSettings settings = KafkaSettings.from(Map.of());

        assertThat(settings.common()).containsExactlyEntriesOf(Map.of("bootstrap.servers", "localhost:9092"));
        assertThat(settings.registry())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "schema.registry.url", "http://localhost:8081",
                        "avro.serializer.class", AvroSerializer.class.getName(),
                        "avro.deserializer.class", AvroDeserializer.class.getName()));
    }

    @Test
    void everyVariableIsPassedThrough() {
        KafkaSettings settings = KafkaSettings.from(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "a:1,b:2",
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_REPLICATION_FACTOR", "3",
                "SCHEMA_REGISTRY_URL", "https://registry",
                "SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "u:p",
                "AVRO_SERIALIZER", "a.Writer",
                "AVRO_DESERIALIZER", "a.Reader",
                "PATH", "/bin"));

        assertThat(settings.common())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers", "a:1,b:2",
                        "security.protocol", "SASL_SSL",
                        "replication.factor", "3"));
        assertThat(settings.registry())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "schema.registry.url", "https://registry",
                        "basic.auth.user.info", "u:p",
                        "avro.serializer.class", "a.Writer",
                        "avro.deserializer.class", "a.Reader"));
    }

    @Test
    void callersMapsAreTheirOwn() {
        KafkaSettings settings = KafkaSettings.from(Map.of());
        settings.common().put("group.id", "mine");

        assertThat(settings.common()).doesNotContainKey("group.id");
    }

    @Test
    void rejectsASerializerThatDoesNotExist() {
        KafkaSettings settings =
                KafkaSettings.from(Map.of("AVRO_SERIALIZER", "a.Writer", "SCHEMA_REGISTRY_URL", "mock://here"));

        assertThatThrownBy(() -> settings.serdes().of(dev.dashline.schemas.Topics.VIDEO_FAILED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a.Writer");
    }
}
