package dev.dashline.cli.client;

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
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code video-failed}, as far as it goes now. Joins no group and leaves no trace. */
public final class FailureLog {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private FailureLog() {}

    /**
     * Every failure once, however often it was written; oldest first.
     *
     * @param since only those of this last span of time
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public static List<VideoFailed> read(KafkaSettings kafka, Optional<Duration> since) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        Map<String, VideoFailed> byEvent = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Deserializer<VideoFailed> values =
                        kafka.serdes().of(Topics.VIDEO_FAILED).deserializer()) {
            Map<TopicPartition, Long> ends = position(consumer, since);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    decoded(values, each).ifPresent(failed -> byEvent.putIfAbsent(failed.getEventId(), failed));
                }
            }
        }
        return byEvent.values().stream()
                .sorted(Comparator.comparing(VideoFailed::getFailedAt))
                .toList();
    }

    private static Map<TopicPartition, Long> position(
            KafkaConsumer<byte[], byte[]> consumer, Optional<Duration> since) {
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
