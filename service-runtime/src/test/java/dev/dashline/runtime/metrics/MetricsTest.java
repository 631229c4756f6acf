package dev.dashline.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class MetricsTest {

    /** Nobody listens there; clients have their meters before they connect. */
    private static final Map<String, Object> NOWHERE =
            Map.of("bootstrap.servers", "localhost:1", "group.id", "metrics-test", "client.id", "slot-1");

    @Test
    void showsAShareConsumersNumbersUntilItEnds() {
        try (Metrics metrics = new Metrics()) {
            var consumer = new KafkaShareConsumer<>(
                    metrics.ofShareConsumer(NOWHERE), new StringDeserializer(), new StringDeserializer());

            assertThat(metrics.scrape())
                    .contains("kafka_share_consumer_acknowledgements_send_total{client_id=\"slot-1\"}")
                    .contains("kafka_share_consumer_records_consumed_total{client_id=\"slot-1\"}");

            consumer.close();

            assertThat(metrics.scrape()).doesNotContain("kafka_share_consumer");
        }
    }

    @Test
    void showsProducersAndConsumers() {
        try (Metrics metrics = new Metrics();
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", "localhost:1"), new StringSerializer(), new StringSerializer());
                var consumer = new KafkaConsumer<>(NOWHERE, new StringDeserializer(), new StringDeserializer())) {
            metrics.bind(producer);
            metrics.bind(consumer);

            assertThat(metrics.scrape()).contains("kafka_producer_").contains("kafka_consumer_");
        }
    }
}
