package dev.dashline.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.ingest.telemetry.EncoderTelemetry;
import dev.dashline.ingest.telemetry.ObservedRuns;
import dev.dashline.ingest.telemetry.Telemetry;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TelemetryReaderTest {

    private static final Instant T0 = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final EncoderTelemetry telemetry = new EncoderTelemetry(Clock.systemUTC());
    private final ObservedRuns runs = new ObservedRuns();
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private final MockConsumer<String, byte[]> topics = new MockConsumer<>("none");
    private final TelemetryReader reader = new TelemetryReader(() -> topics, serdes, telemetry, runs, supervisor);

    @AfterEach
    void stop() {
        reader.close();
        supervisor.close();
    }

    @Test
    void readsTheLastReportOfTheSchedulerAndOfOldHeartbeatsWhatRan() {
        topics.updateBeginningOffsets(Map.of(of(Topics.ENCODER_BACKLOG), 0L, of(Topics.ENCODER_WORKERS), 0L));
        topics.updateEndOffsets(Map.of(of(Topics.ENCODER_BACKLOG), 1_000L, of(Topics.ENCODER_WORKERS), 50L));
        reader.start();
        await().atMost(PATIENCE).until(() -> topics.position(of(Topics.ENCODER_BACKLOG)) == 800);

        add(Topics.ENCODER_BACKLOG, 998, Telemetry.backlog(T0));
        add(Topics.ENCODER_WORKERS, 49, Telemetry.heartbeat(T0));
        await().atMost(PATIENCE).until(() -> runs.of("v", 1).size() == 1);
        assertThat(telemetry.workers())
                .as("who was heard before may have gone since")
                .isEmpty();

        add(Topics.ENCODER_WORKERS, 50, Telemetry.heartbeat(T0));

        await().atMost(PATIENCE).until(() -> telemetry.workers().size() == 1);
        assertThat(telemetry.backlog().map(EncoderBacklog::getAt)).contains(T0);
        assertThat(reader.notReadyBecause()).isEmpty();
    }

    @Test
    void skipsWhatItCannotRead() {
        topics.updateBeginningOffsets(Map.of(of(Topics.ENCODER_BACKLOG), 0L, of(Topics.ENCODER_WORKERS), 0L));
        topics.updateEndOffsets(Map.of(of(Topics.ENCODER_BACKLOG), 0L, of(Topics.ENCODER_WORKERS), 0L));
        reader.start();
        topics.schedulePollTask(() -> {
            topics.addRecord(
                    new ConsumerRecord<>(Topics.ENCODER_WORKERS.name(), 0, 0, "w", "not avro".getBytes(UTF_8)));
            add(Topics.ENCODER_WORKERS, 1, Telemetry.heartbeat(T0));
        });

        await().atMost(PATIENCE).until(() -> telemetry.workers().size() == 1);
    }

    private static TopicPartition of(Topic<?> topic) {
        return new TopicPartition(topic.name(), 0);
    }

    private <T extends SpecificRecord> void add(Topic<T> topic, long offset, T event) {
        byte[] value = serdes.of(topic).serializer().serialize(topic.name(), event);
        topics.addRecord(new ConsumerRecord<>(topic.name(), 0, offset, "key", value));
    }
}
