package dev.dashline.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a consumer sees of garbage, and of a registry that is down: the one it can step over, the other it must wait
 * out.
 */
class RegistryOutageIT {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.VIDEO_REQUESTED.name(), 0);

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private DevRegistry registry;

    @BeforeEach
    void start() throws ExecutionException, InterruptedException {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        registry = DevRegistry.start(0, folder.resolve("registry"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void garbageIsSteppedOverAndARecordThatNobodyCanJudgeIsReadAgain() throws Exception {
        VideoRequested request = Events.request();
        produce("garbage".getBytes(UTF_8));
        produce(serdes().of(Topics.VIDEO_REQUESTED).serializer().serialize(PARTITION.topic(), request));
        int port = URI.create(registry.url()).getPort();
        registry.close();

        try (KafkaConsumer<String, VideoRequested> consumer = consumer()) {
            var garbage = failureOf(consumer);
            assertThat(EventSerdes.isRetriable(garbage)).isFalse();
            consumer.seek(PARTITION, garbage.offset() + 1);

            for (int i = 0; i < 2; i++) {
                var unjudged = failureOf(consumer);
                assertThat(EventSerdes.isRetriable(unjudged)).isTrue();
                assertThat(consumer.position(PARTITION)).isEqualTo(unjudged.offset());
            }

            registry = DevRegistry.start(port, folder.resolve("registry"));
            assertThat(next(consumer).value()).isEqualTo(request);
        }
    }

    private static RecordDeserializationException failureOf(KafkaConsumer<String, VideoRequested> consumer) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> catchThrowableOfType(
                                RecordDeserializationException.class, () -> consumer.poll(Duration.ofMillis(200))),
                        failure -> failure != null);
    }

    private static ConsumerRecord<String, VideoRequested> next(KafkaConsumer<String, VideoRequested> consumer) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> consumer.poll(Duration.ofMillis(200)), records -> !records.isEmpty())
                .iterator()
                .next();
    }

    private KafkaConsumer<String, VideoRequested> consumer() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest");
        var consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                serdes().of(Topics.VIDEO_REQUESTED).deserializer());
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    private void produce(byte[] value) throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(PARTITION.topic(), "video-1", value))
                    .get();
        }
    }

    private EventSerdes serdes() {
        return new EventSerdes(Map.of("schema.registry.url", registry.url(), "max.retries", 1, "retries.wait.ms", 1));
    }
}
