package dev.dashline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.schemas.BrokerSettings;
import dev.dashline.schemas.TopicCopies;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    private EmbeddedBroker broker;

    @BeforeEach
    void start(@TempDir Path folder) throws InterruptedException {
        broker = EmbeddedBroker.start(folder, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(new TopicProvisioner(admin, 1).provision()).isEmpty();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void keepsWhatItAcknowledgedThroughAKill() throws Exception {
        produce("one");
        broker.kill();
        broker.restart();
        produce("two");
        assertThat(leased(2)).containsExactly("one", "two");
    }

    @Test
    void isOneBrokerSoNoTopicIsSafeFromItsLoss() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicCopies copies = new TopicCopies(admin);
            admin.createTopics(List.of(
                            new NewTopic("app-store-changelog", 1, (short) 1),
                            new NewTopic("other-store-changelog", 1, (short) 1)))
                    .all()
                    .get();

            // A new topic is listed a moment after it was created.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(copies.secure(copies.ofDashline(List.of("app"))))
                            .hasSize(Topics.PUBLIC.size() + Topics.PRIVATE.size() + 1)
                            .containsKey("app-store-changelog")
                            .allSatisfy((topic, found) -> assertThat(found).isEqualTo(new TopicCopies.Copies(1, 1))));
        }
    }

    @Test
    void handsTheShareGroupOfEncodersOnlyWhatWasCommittedAlsoFromBeforeItJoined() throws Exception {
        try (KafkaProducer<String, String> transactional = producer(Map.of("transactional.id", "t"))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional.send(record("aborted")).get();
            transactional.abortTransaction();
            transactional.beginTransaction();
            transactional.send(record("committed")).get();
            transactional.commitTransaction();
        }
        assertThat(leased(1)).containsExactly("committed");
    }

    @Test
    void isSetUpAsTheCatalogueAdvises() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(BrokerSettings.advice(admin)).isEmpty();
        }
    }

    private List<String> leased(int count) {
        List<String> values = new ArrayList<>();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                TopicProvisioner.ENCODER_GROUP,
                "share.acknowledgement.mode",
                "explicit");
        try (var consumer = new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(Topics.ENCODER_TASKS.name()));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    values.add(record.value());
                    consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                });
                return values.size() >= count;
            });
        }
        return values;
    }

    private void produce(String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(record(value)).get();
        }
    }

    private KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        config.put("acks", "all");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static ProducerRecord<String, String> record(String value) {
        return new ProducerRecord<>(Topics.ENCODER_TASKS.name(), "v", value);
    }
}
