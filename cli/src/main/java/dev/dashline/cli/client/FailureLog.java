package dev.dashline.cli.client;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code video-failed} up to its current end. Joins no consumer group and commits nothing. */
public final class FailureLog {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private FailureLog() {}

    /**
     * A failure and its position in the log. The bytes of an undecodable record are left out, because some hundred of
     * them would not fit into memory.
     */
    public record Entry(VideoFailed failed, TopicPartition partition, long offset) {

        private boolean isWhole() {
            return failed.getUndecodable().isEmpty();
        }
    }

    /**
     * Every failure once, even if it was written several times; oldest first.
     *
     * @param since only those of this last span of time
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public static List<Entry> read(KafkaSettings kafka, Optional<Duration> since) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
                Deserializer<VideoFailed> values = values(kafka)) {
            return read(consumer, values, since);
        }
    }

    static List<Entry> read(
            Consumer<byte[], byte[]> consumer, Deserializer<VideoFailed> values, Optional<Duration> since) {
        Map<String, Entry> byEvent = new LinkedHashMap<>();
        Map<TopicPartition, Long> ends = position(consumer, since);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                decoded(values, each)
                        .ifPresent(failed -> byEvent.computeIfAbsent(
                                failed.getEventId(),
                                id -> new Entry(
                                        withoutBytes(failed),
                                        new TopicPartition(each.topic(), each.partition()),
                                        each.offset())));
            }
        }
        return byEvent.values().stream()
                .sorted(Comparator.comparing(entry -> entry.failed().getFailedAt()))
                .toList();
    }

    /**
     * Passes these failures with all their bytes to a reader, one after the other.
     *
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public static void readWhole(
            KafkaSettings kafka, List<Entry> entries, java.util.function.Consumer<VideoFailed> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
                Deserializer<VideoFailed> values = values(kafka)) {
            entries.forEach(entry -> reader.accept(entry.isWhole() ? entry.failed() : again(consumer, values, entry)));
        }
    }

    private static VideoFailed again(Consumer<byte[], byte[]> consumer, Deserializer<VideoFailed> values, Entry entry) {
        consumer.assign(List.of(entry.partition()));
        consumer.seek(entry.partition(), entry.offset());
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(TIMEOUT)) {
            if (each.offset() == entry.offset()) {
                return decoded(values, each).orElseThrow();
            }
        }
        throw new TimeoutException("what " + entry.partition() + " has at " + entry.offset() + " cannot be read again");
    }

    private static VideoFailed withoutBytes(VideoFailed failed) {
        return failed.getUndecodable()
                .map(record -> VideoFailed.newBuilder(failed)
                        .setUndecodable(UndecodableRecord.newBuilder(record)
                                .clearKey()
                                .clearValue()
                                .build())
                        .build())
                .orElse(failed);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Deserializer<VideoFailed> values(KafkaSettings kafka) {
        return kafka.serdes().of(Topics.VIDEO_FAILED).deserializer();
    }

    private static Map<TopicPartition, Long> position(Consumer<byte[], byte[]> consumer, Optional<Duration> since) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_FAILED.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        since.map(span -> Instant.now().minus(span).toEpochMilli()).ifPresent(from -> {
            consumer.seekToEnd(partitions);
            Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                    partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> from)));
            starts.forEach((partition, start) -> {
                if (start != null) {
                    consumer.seek(partition, start.offset());
                }
            });
        });
        return consumer.endOffsets(partitions);
    }

    private static Optional<VideoFailed> decoded(
            Deserializer<VideoFailed> values, ConsumerRecord<byte[], byte[]> each) {
        try {
            return Optional.ofNullable(values.deserialize(each.topic(), each.headers(), each.value()));
        } catch (SerializationException e) {
            if (EventSerdes.isRetriable(e)) {
                throw e;
            }
            log.atWarn().addKeyValue("offset", each.offset()).setCause(e).log("record skipped");
            return Optional.empty();
        }
    }
}
