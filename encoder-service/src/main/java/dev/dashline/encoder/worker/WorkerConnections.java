package dev.dashline.encoder.worker;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the Kafka clients of a process's workers. Safe for use by many threads; the clients it makes have rules of
 * their own.
 */
public final class WorkerConnections implements AutoCloseable {

    private final KafkaSettings kafka;
    private final EventSerdes serdes;
    private final Metrics metrics;
    private final Producer<String, SpecificRecord> producer;

    public WorkerConnections(KafkaSettings kafka, EventSerdes serdes, Metrics metrics) {
        this.kafka = kafka;
        this.metrics = metrics;
        this.serdes = serdes;
        this.producer = metrics.bind(new KafkaProducer<>(
                kafka.producer(),
                new StringSerializer(),
                serdes.of(SpecificRecord.class).serializer()));
    }

    WorkerEvents events() {
        return new WorkerEvents(producer, Clock.systemUTC());
    }

    BrokerWait brokers() {
        return new BrokerWait(kafka.common());
    }

    Deserializer<EncoderTask> tasks() {
        return serdes.of(Topics.ENCODER_TASKS).deserializer();
    }

    /** A consumer that leases one task at a time, for one thread. */
    ShareConsumer<byte[], byte[]> leases() {
        Map<String, Object> config = metrics.ofShareConsumer(kafka.common());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, TopicProvisioner.ENCODER_GROUP);
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer of failed attempts, in no group: every process reads all of them. */
    Consumer<String, VideoFailed> endedAttempts() {
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return metrics.bind(new KafkaConsumer<>(
                config, new StringDeserializer(), serdes.of(Topics.VIDEO_FAILED).deserializer()));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
