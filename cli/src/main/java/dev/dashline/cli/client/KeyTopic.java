package dev.dashline.cli.client;

import dev.dashline.events.ApiKey;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic with the keys of the API. Every method throws {@link KafkaException} if brokers or registry do not answer.
 * Not thread-safe.
 */
public final class KeyTopic implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeyTopic.class);

    private static final TopicPartition TOPIC = new TopicPartition(Topics.API_KEYS.name(), 0);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final Deserializer<ApiKey> values;
    private final Producer<String, ApiKey> producer;

    private KeyTopic(
            Consumer<String, byte[]> consumer, Deserializer<ApiKey> values, Producer<String, ApiKey> producer) {
        this.consumer = consumer;
        this.values = values;
        this.producer = producer;
    }

    /** Connects to brokers and registry when it is first used. */
    public static KeyTopic connect(KafkaSettings kafka) {
        int timeout = Math.toIntExact(TIMEOUT.toMillis());
        Map<String, Object> reading = kafka.common();
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        Map<String, Object> writing = kafka.producer();
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        EventSerdes serdes = kafka.serdes();
        return new KeyTopic(
                new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer()),
                serdes.of(Topics.API_KEYS).deserializer(),
                new KafkaProducer<>(
                        writing,
                        new StringSerializer(),
                        serdes.of(Topics.API_KEYS).serializer()));
    }

    /** The newest that was written of each key, the oldest key first. */
    public List<ApiKey> all() {
        consumer.assign(List.of(TOPIC));
        consumer.seekToBeginning(List.of(TOPIC));
        long end = consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
        long giveUp = System.nanoTime() + TIMEOUT.toNanos();
        Map<String, ApiKey> newest = new HashMap<>();
        while (consumer.position(TOPIC) < end) {
            if (System.nanoTime() > giveUp) {
                throw new TimeoutException("the keys were not read in time");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                read(record).ifPresentOrElse(key -> newest.put(record.key(), key), () -> newest.remove(record.key()));
            }
        }
        return newest.values().stream()
                .sorted(Comparator.comparing(ApiKey::getCreatedAt))
                .toList();
    }

    /** Writes what holds of a key from now on. It is durable when this returns. */
    public void write(ApiKey key) {
        try {
            producer.send(new ProducerRecord<>(TOPIC.topic(), key.getKeyId(), key))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("the key was not written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the key was being written", e);
        }
    }

    private Optional<ApiKey> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.ofNullable(record.value())
                    .map(bytes -> values.deserialize(TOPIC.topic(), record.headers(), bytes));
        } catch (KafkaException e) {
            if (EventSerdes.isRetriable(e)) {
                throw e;
            }
            log.atWarn().addKeyValue("offset", record.offset()).setCause(e).log("record skipped");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        values.close();
    }
}
