package dev.dashline.runtime.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.backlog.Backlog.Line;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.testsupport.Cluster;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BacklogReaderIT {

    private static final Cluster cluster = Cluster.start();

    private final KafkaSettings kafka = KafkaSettings.from(cluster.kafkaEnvironment());
    private final String topic = "waits-" + UUID.randomUUID();

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** An offset is also that of a mark of a transaction, or of a record that was never committed. */
    @Test
    void countsTheRecordsThatWaitHoweverManyThereAre() throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            transaction(10_000, true);
            transaction(5_000, false);
            transaction(30_000, true);
            admin.alterConsumerGroupOffsets(
                            "a-group", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(4_000)))
                    .all()
                    .get();
        }

        assertThat(waiting(BacklogReader.exact(kafka, List.of("a-group"), false)))
                .isEqualTo(36_000);
        assertThat(waiting(BacklogReader.estimating(kafka, List.of("a-group"), false)))
                .isBetween(20_000L, 41_002L);
    }

    private static long waiting(BacklogReader reader) throws InterruptedException {
        try (reader) {
            return reader.read().lines().stream().mapToLong(Line::waiting).sum();
        }
    }

    private void transaction(int records, boolean committed) {
        Map<String, Object> config = kafka.common();
        config.put("transactional.id", topic);
        config.put("linger.ms", 20);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < records; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, "key", "value"));
            }
            if (committed) {
                producer.commitTransaction();
            } else {
                producer.flush();
                producer.abortTransaction();
            }
        }
    }
}
