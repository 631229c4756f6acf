package dev.dashline.systemtests.faults;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.systemtests.history.AttemptId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A table of all videos as any consumer can keep it: it reads the two public topics of ends, committed records only, and nothing else. A
 * row is an attempt that has ended, and {@code published} or the code of its failure. Repeats change nothing. Thread-safe.
 */
final class OutcomeTable implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<AttemptId, String> rows = new HashMap<>();
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread = new Thread(this::read, "table");
    private volatile boolean closed;

    private OutcomeTable(KafkaSettings kafka) {
        EventSerdes serdes = kafka.serdes();
        this.deserializers = Map.of(
                Topics.VIDEO_PUBLISHED.name(), serdes.of(Topics.VIDEO_PUBLISHED).deserializer(),
                Topics.VIDEO_FAILED.name(), serdes.of(Topics.VIDEO_FAILED).deserializer());
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = deserializers.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static OutcomeTable follow(KafkaSettings kafka) {
        OutcomeTable table = new OutcomeTable(kafka);
        table.thread.setDaemon(true);
        table.thread.start();
        return table;
    }

    synchronized Map<AttemptId, String> rows() {
        return Map.copyOf(rows);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                consumer.poll(POLL)
                        .forEach(record -> event(record.topic(), record.value()).ifPresent(this::keep));
            }
        }
    }

    private synchronized void keep(SpecificRecord event) {
        if (event instanceof VideoPublished published) {
            rows.put(new AttemptId(published.getVideoId(), published.getAttempt()), "published");
        } else if (event instanceof VideoFailed failed
                && failed.getUndecodable().isEmpty()) {
            failed.getVideoId()
                    .ifPresent(videoId -> rows.put(
                            new AttemptId(videoId, failed.getAttempt()),
                            failed.getFailure().getCode()));
        }
    }

    /** Empty if the record is no event. While the registry is away, waits for it. */
    private Optional<SpecificRecord> event(String topic, byte[] value) {
        Deserializer<? extends SpecificRecord> deserializer =
                Optional.ofNullable(deserializers.get(topic)).orElseThrow();
        while (!closed) {
            try {
                return Optional.ofNullable(deserializer.deserialize(topic, value));
            } catch (KafkaException e) {
                if (!EventSerdes.isRetriable(e)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
