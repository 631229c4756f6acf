package dev.dashline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.kafka.StreamsRunner.Application;
import dev.dashline.schemas.serde.EventSerdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

    @Test
    void operatorsTuneWhatIsNotAMatterOfCorrectness() {
        Properties config = settings(Map.of(
                "KAFKA_COMMIT_INTERVAL_MS", "200",
                "KAFKA_NUM_STREAM_THREADS", "4",
                "KAFKA_REPLICATION_FACTOR", "3",
                "KAFKA_SESSION_TIMEOUT_MS", "30000",
                "KAFKA_GROUP_PROTOCOL", "consumer",
                "KAFKA_PROCESSING_GUARANTEE", "at_least_once",
                "KAFKA_AUTO_OFFSET_RESET", "latest"));

        assertThat(config)
                .containsEntry("commit.interval.ms", "200")
                .containsEntry("num.stream.threads", "4")
                .containsEntry("replication.factor", "3")
                .containsEntry("session.timeout.ms", "30000")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("group.protocol", "classic")
                .containsEntry("auto.offset.reset", "earliest");
        StreamsConfig streams = new StreamsConfig(config);
        assertThat(streams.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("session.timeout.ms", "30000")
                .containsEntry("auto.offset.reset", "earliest");
    }

    @Test
    void clientsGetWhatSuitsThem() {
        StreamsConfig streams = new StreamsConfig(settings(Map.of()));

        assertThat(streams.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("session.timeout.ms", 6_000)
                .containsEntry("isolation.level", "read_committed");
        assertThat(streams.getRestoreConsumerConfigs("c")).containsEntry("fetch.max.wait.ms", 50);
        assertThat(streams.getProducerConfigs("c"))
                .containsEntry("transaction.timeout.ms", 10_000)
                .containsEntry("max.request.size", 4 << 20);
    }

    @Test
    void anApplicationThatIsQueriedRunsAtLeastOnceAndReadsNothingUncommitted() {
        Application queried =
                new Application("app", Path.of("state"), Set.of(), Duration.ofSeconds(6), Optional.of("10.0.0.1:9101"));

        Properties config = StreamsRunner.settings(queried, KafkaSettings.from(Map.of()), EventSerdes.inMemory());

        assertThat(config)
                .containsEntry("processing.guarantee", "at_least_once")
                .containsEntry("application.server", "10.0.0.1:9101")
                .containsEntry("num.standby.replicas", 1);
        assertThat(new StreamsConfig(config).getMainConsumerConfigs("g", "c", 0))
                .containsEntry("isolation.level", "read_committed");
    }

    private static Properties settings(Map<String, String> environment) {
        return StreamsRunner.settings(
                new Application("app", Path.of("state"), Set.of()),
                KafkaSettings.from(environment),
                EventSerdes.inMemory());
    }
}
