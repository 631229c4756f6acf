package dev.dashline.publisher;

import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.retry.Sleeper;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the results of the arbiter's orders. A result that cannot be written is fatal: after a restart the order is
 * issued again, and an order that was already carried out produces the same result again.
 */
final class ResultProducer implements Consumer<PublicationResult>, Layer {

    private static final Logger log = LoggerFactory.getLogger(ResultProducer.class);
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(1));
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Serializer<PublicationResult> serializer;
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    private ResultProducer(Producer<String, byte[]> producer, Serializer<PublicationResult> serializer) {
        this.producer = producer;
        this.serializer = serializer;
    }

    static ResultProducer connect(KafkaSettings kafka, Serializer<PublicationResult> serializer, Metrics metrics) {
        Map<String, Object> config = kafka.producer();
        // Waits for a broker that is unavailable.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        return new ResultProducer(
                metrics.bind(new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())),
                serializer);
    }

    /** Sends one result; blocks while the broker or the registry is unavailable. */
    @Override
    public void accept(PublicationResult result) {
        String topic = Topics.PUBLISHER_RESULTS.name();
        for (int failed = 1; !Thread.currentThread().isInterrupted(); failed++) {
            try {
                // Serialized here: the producer would not rethrow a retriable failure, but count the record as lost.
                byte[] value = serializer.serialize(topic, result);
                var unused =
                        producer.send(new ProducerRecord<>(topic, result.getVideoId(), value), (metadata, failure) -> {
                            if (failure != null) {
                                lost(failure);
                            }
                        });
                return;
            } catch (KafkaException e) {
                if (!EventSerdes.isRetriable(e)) {
                    lost(e);
                    return;
                }
                waitAfter(failed);
            }
        }
    }

    @Override
    public Optional<Throwable> fatalError() {
        return Optional.ofNullable(fatal.get());
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }

    private void lost(Throwable failure) {
        log.atError().setCause(failure).log("publication result lost");
        fatal.compareAndSet(null, failure);
    }

    private static void waitAfter(int failed) {
        try {
            Sleeper.SYSTEM.sleep(BACKOFF.after(failed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
