package dev.dashline.cli.client;

import dev.dashline.events.UndecodableRecord;
import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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

/**
 * Reads {@code video-failed} backwards, from its end when the reading began. Its memory does not depend on the number
 * of failures. Joins no consumer group and commits nothing. Not thread-safe.
 */
public final class FailureLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Offsets of a partition that are read at a time. */
    private static final long BLOCK = 500;
    /** A repeat of an event follows soon upon it. */
    private static final int REMEMBERED = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<VideoFailed> values;

    FailureLog(Consumer<byte[], byte[]> consumer, Deserializer<VideoFailed> values) {
        this.consumer = consumer;
        this.values = values;
    }

    /** Connects to brokers and registry. */
    public static FailureLog connect(KafkaSettings kafka) {
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        return new FailureLog(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                kafka.serdes().of(Topics.VIDEO_FAILED).deserializer());
    }

    /**
     * A failure and its position in the log. The bytes of an undecodable record are left out, because some hundred of
     * them would not fit into memory: {@link #whole} has them.
     */
    public record Entry(VideoFailed failed, TopicPartition partition, long offset, Instant written) {}

    /**
     * Passes every failure to a reader, the one that was written last first, and each once, even if it was written
     * several times.
     *
     * @param since only those of this last span of time
     * @param reader says whether it wants more
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public void read(Optional<Duration> since, Predicate<Entry> reader) {
        List<Tail> tails = tails(since);
        Set<String> seen = new LinkedHashSet<>();
        boolean wanted = true;
        while (wanted) {
            tails.forEach(Tail::fill);
            Optional<Tail> newest = tails.stream()
                    .filter(tail -> !tail.entries.isEmpty())
                    .max(Comparator.comparing(tail -> tail.entries.getLast().written()));
            if (newest.isEmpty()) {
                return;
            }
            Entry entry = newest.get().entries.removeLast();
            if (seen.add(entry.failed().getEventId())) {
                wanted = reader.test(entry);
            }
            if (seen.size() > REMEMBERED) {
                seen.remove(seen.iterator().next());
            }
        }
    }

    /**
     * The failure with all its bytes, read once more.
     *
     * @throws org.apache.kafka.common.KafkaException if brokers or registry do not answer
     */
    public VideoFailed whole(Entry entry) {
        if (entry.failed().getUndecodable().isEmpty()) {
            return entry.failed();
        }
        consumer.assign(List.of(entry.partition()));
        consumer.seek(entry.partition(), entry.offset());
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(TIMEOUT)) {
            if (each.offset() == entry.offset()) {
                return decoded(each).orElseThrow();
            }
        }
        throw unreadable(entry.partition(), entry.offset());
    }

    @Override
    public void close() {
        consumer.close();
        values.close();
    }

    private List<Tail> tails(Optional<Duration> since) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_FAILED.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> starts = since.map(
                        span -> Instant.now().minus(span).toEpochMilli())
                .map(from -> consumer.offsetsForTimes(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> from))))
                .orElse(Map.of());
        return partitions.stream()
                .map(partition -> {
                    long end = ends.getOrDefault(partition, 0L);
                    OffsetAndTimestamp start = starts.get(partition);
                    // Nothing was written since that time if it has no offset.
                    long none = since.isPresent() ? end : begins.getOrDefault(partition, 0L);
                    return new Tail(partition, start == null ? none : start.offset(), end);
                })
                .toList();
    }

    /** What is still to be read of one partition: from {@code begin} to {@code end}, and before that the entries. */
    private final class Tail {

        private final TopicPartition partition;
        private final long begin;
        private final Deque<Entry> entries = new ArrayDeque<>();
        private long end;

        Tail(TopicPartition partition, long begin, long end) {
            this.partition = partition;
            this.begin = begin;
            this.end = end;
        }

        /** Reads further if no entries are left. A block may have none, but marks of transactions only. */
        void fill() {
            while (entries.isEmpty() && end > begin) {
                long from = Math.max(begin, end - BLOCK);
                read(from);
                end = from;
            }
        }

        private void read(long from) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long giveUp = System.nanoTime() + TIMEOUT.toNanos();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > giveUp) {
                    throw unreadable(partition, consumer.position(partition));
                }
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    if (each.offset() < end) {
                        decoded(each).ifPresent(failed -> entries.add(entry(failed, each)));
                    }
                }
            }
        }

        private Entry entry(VideoFailed failed, ConsumerRecord<byte[], byte[]> record) {
            return new Entry(
                    withoutBytes(failed), partition, record.offset(), Instant.ofEpochMilli(record.timestamp()));
        }
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

    private Optional<VideoFailed> decoded(ConsumerRecord<byte[], byte[]> each) {
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

    private static TimeoutException unreadable(TopicPartition partition, long offset) {
        return new TimeoutException("what " + partition + " has at " + offset + " cannot be read");
    }
}
