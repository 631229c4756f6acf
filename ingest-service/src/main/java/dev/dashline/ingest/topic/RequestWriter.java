package dev.dashline.ingest.topic;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.WorkerOrder;
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
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes requests and orders, and waits for the acknowledgement of all in-sync replicas. Safe for use by any thread.
 */
public final class RequestWriter implements AutoCloseable {

    private final Producer<String, SpecificRecord> producer;
    private final Duration timeout;
    /** 0 until it is known; it never changes then. */
    private volatile int partitions;

    RequestWriter(Producer<String, SpecificRecord> producer, Duration timeout) {
        this.producer = producer;
        this.timeout = timeout;
    }

    /**
     * Connects, for clients that wait for the answer.
     *
     * @param timeout how long the brokers may take to acknowledge a record
     */
    public static RequestWriter connect(KafkaSettings kafka, EventSerdes serdes, Duration timeout, Metrics metrics) {
        int millis = Math.toIntExact(timeout.toMillis());
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        Serializer<SpecificRecord> values = serdes.of(SpecificRecord.class).serializer();
        return new RequestWriter(metrics.bind(new KafkaProducer<>(config, new StringSerializer(), values)), timeout);
    }

    /**
     * Writes a request, and returns once it is acknowledged.
     *
     * @throws UnavailableException if it is not acknowledged in time; it may have been written all the same
     */
    public void write(VideoRequested request) {
        write(new ProducerRecord<>(Topics.VIDEO_REQUESTED.name(), request.getVideoId(), request));
    }

    /**
     * Writes an order, and returns once it is acknowledged.
     *
     * @throws UnavailableException as with requests
     */
    public void write(WorkerOrder order) {
        write(new ProducerRecord<>(Topics.ENCODER_ORDERS.name(), order.getWorker(), order));
    }

    private void write(ProducerRecord<String, SpecificRecord> record) {
        try {
            Future<RecordMetadata> acknowledged = producer.send(record);
            acknowledged.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KafkaException e) {
            throw new UnavailableException("nothing can be written: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new UnavailableException("Kafka refused what was written: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new UnavailableException("Kafka did not acknowledge in time what was written", e);
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
    public int partitions() {
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
