package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoRequested;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Writes records to any topic and waits until the brokers have acknowledged each. Thread-safe. */
final class RecordProducer implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofMillis(250);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<VideoRequested> requests;

    RecordProducer(KafkaSettings kafka) {
        Map<String, Object> config = new HashMap<>(kafka.common());
        config.put("delivery.timeout.ms", 300_000);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.requests = kafka.serdes().of(Topics.VIDEO_REQUESTED).serializer();
    }

    /** Writes a request under its {@code videoId}. */
    void send(VideoRequested request) throws InterruptedException {
        byte[] value = serialized(request);
        var unused = send(Topics.VIDEO_REQUESTED.name(), request.getVideoId().getBytes(StandardCharsets.UTF_8), value);
    }

    /** Writes these bytes; returns where they are in the topic. */
    RecordMetadata send(String topic, byte[] key, byte[] value) throws InterruptedException {
        try {
            return producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    /** Retries while the registry is down. */
    private byte[] serialized(VideoRequested request) throws InterruptedException {
        while (true) {
            try {
                return requests.serialize(Topics.VIDEO_REQUESTED.name(), request);
            } catch (KafkaException e) {
                Shell.pause(RETRY_AFTER);
            }
        }
    }
}
