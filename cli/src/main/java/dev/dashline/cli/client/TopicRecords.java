package dev.dashline.cli.client;

import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a topic. Every method throws {@link KafkaException} if brokers or registry do not answer. Not
 * thread-safe.
 */
public final class TopicRecords<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicRecords.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Topic<V> topic;
    private final Consumer<String, byte[]> consumer;
    private final Deserializer<V> values;
    private final Producer<String, V> producer;

    private TopicRecords(
            Topic<V> topic, Consumer<String, byte[]> consumer, Deserializer<V> values, Producer<String, V> producer) {
        this.topic = topic;
        this.consumer = consumer;
        this.values = values;
        this.producer = producer;
    }

    /** Connects to brokers and registry when it is first used. */
    public static <V extends SpecificRecord> TopicRecords<V> connect(KafkaSettings kafka, Topic<V> topic) {
        int timeout = Math.toIntExact(TIMEOUT.toMillis());
        Map<String, Object> reading = kafka.common();
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        Map<String, Object> writing = kafka.producer();
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        EventSerdes serdes = kafka.serdes();
        return new TopicRecords<>(
                topic,
                new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer()),
                serdes.of(topic).deserializer(),
                new KafkaProducer<>(
                        writing, new StringSerializer(), serdes.of(topic).serializer()));
    }

    /** The newest record of each key, in the order in which the keys came first. */
    public Map<String, V> newest() {
        Map<String, V> newest = new LinkedHashMap<>();
        forEach((key, value) -> value.ifPresentOrElse(it -> newest.put(key, it), () -> newest.remove(key)));
        return newest;
    }

    /**
     * Reads all records that are there now, in the order of each partition.
     *
     * @param action gets key and value; no value if it was removed or cannot be read
     */
    public void forEach(BiConsumer<String, Optional<V>> action) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long giveUp = System.nanoTime() + TIMEOUT.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > giveUp) {
                throw new TimeoutException("the topic " + topic.name() + " was not read in time");
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                action.accept(record.key(), read(record));
                giveUp = System.nanoTime() + TIMEOUT.toNanos();
            }
        }
    }

    /**
     * Writes a record. It is durable when this returns.
     *
     * @param value null removes the key
     */
    public void write(String key, @Nullable V value) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (ExecutionException e) {
            throw new KafkaException(topic.name() + " was not written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while " + topic.name() + " was being written", e);
        }
    }

    private Optional<V> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.ofNullable(record.value())
                    .map(bytes -> values.deserialize(topic.name(), record.headers(), bytes));
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
