package dev.dashline.systemtests.faults;

import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads topics from their beginning with {@code read_committed}, on a thread of its own, until it is closed. */
final class TopicFollower implements AutoCloseable {

    /** Receives records, on the follower's thread. */
    @FunctionalInterface
    interface Reader {

        /**
         * Receives a record.
         *
         * @param event empty if the value is no event of its topic
         */
        void read(ConsumerRecord<byte[], byte[]> record, Optional<SpecificRecord> event);
    }

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Reader reader;
    private final Thread thread;
    private volatile boolean closed;

    private TopicFollower(String name, KafkaSettings kafka, Collection<Topic<?>> topics, Reader reader) {
        EventSerdes serdes = kafka.serdes();
        this.deserializers = topics.stream()
                .collect(Collectors.toMap(Topic::name, topic -> serdes.of(topic).deserializer()));
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.reader = reader;
        this.thread = new Thread(this::follow, name);
        thread.setDaemon(true);
    }

    /** Starts reading. The topics must exist. */
    static TopicFollower start(String name, KafkaSettings kafka, Collection<Topic<?>> topics, Reader reader) {
        TopicFollower follower = new TopicFollower(name, kafka, topics, reader);
        follower.thread.start();
        return follower;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    private void follow() {
        try (consumer) {
            List<TopicPartition> partitions = deserializers.keySet().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(record -> reader.read(record, decoded(record)));
            }
        }
    }

    /** Deserializes a value; retries while the registry is down. */
    private Optional<SpecificRecord> decoded(ConsumerRecord<byte[], byte[]> record) {
        Deserializer<? extends SpecificRecord> deserializer =
                Optional.ofNullable(deserializers.get(record.topic())).orElseThrow();
        while (!closed) {
            try {
                return Optional.ofNullable(deserializer.deserialize(record.topic(), record.value()));
            } catch (KafkaException e) {
                if (EventSerdes.isRetriable(e)) {
                    continue;
                }
                if (e instanceof SerializationException) {
                    break;
                }
                throw e;
            }
        }
        return Optional.empty();
    }
}
