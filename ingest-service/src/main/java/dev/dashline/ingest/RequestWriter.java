package dev.dashline.ingest;

import dev.dashline.events.VideoRequested;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes requests, and waits for the acknowledgement of all in-sync replicas. Safe for use by any thread. */
final class RequestWriter implements AutoCloseable {

    private final Producer<String, VideoRequested> producer;
    private final Duration timeout;
    /** 0 until it is known; it never changes then. */
    private volatile int partitions;

    RequestWriter(Producer<String, VideoRequested> producer, Duration timeout) {
        this.producer = producer;
        this.timeout = timeout;
    }

    static RequestWriter connect(KafkaSettings kafka, EventSerdes serdes, Duration timeout, Metrics metrics) {
        int millis = Math.toIntExact(timeout.toMillis());
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        Serializer<VideoRequested> values = serdes.of(Topics.VIDEO_REQUESTED).serializer();
        return new RequestWriter(metrics.bind(new KafkaProducer<>(config, new StringSerializer(), values)), timeout);
    }

    /**
     * @throws UnavailableException if it is not acknowledged in time; it may have been written all the same
     */
    void write(VideoRequested request) {
        var record = new ProducerRecord<>(Topics.VIDEO_REQUESTED.name(), request.getVideoId(), request);
        try {
            Future<RecordMetadata> acknowledged = producer.send(record);
            acknowledged.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KafkaException e) {
            throw new UnavailableException("the request cannot be written: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new UnavailableException("Kafka refused the request: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new UnavailableException("Kafka did not acknowledge the request in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the service is stopping", e);
        }
    }

    /**
     * How many partitions the topic has, and all that are keyed by videos with it. Asks the brokers once.
     *
     * @throws UnavailableException if they do not answer
     */
    int partitions() {
        if (partitions == 0) {
            try {
                partitions =
                        producer.partitionsFor(Topics.VIDEO_REQUESTED.name()).size();
            } catch (KafkaException e) {
                throw new UnavailableException("Kafka does not tell the number of partitions", e);
            }
        }
        return partitions;
    }

    @Override
    public void close() {
        producer.close(timeout);
    }
}
