package dev.dashline.runtime.backlog;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.runtime.backlog.Backlog.Line;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the backlog of Streams groups from the brokers, and that of the encoders from what their scheduler reports. The
 * lag of a group counts transaction markers, too, so this reads what waits and counts the records. Not thread-safe.
 */
public final class BacklogReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of a partition, by a reader that estimates. */
    private static final long MOST_LOOKED_AT = 20_000;

    private final Admin admin;
    private final KafkaConsumer<Void, Void> consumer;
    private final Clock clock;
    private final List<String> streamsGroups;
    private final Optional<EncoderBacklogReader> encoders;
    private final long mostLookedAt;

    private BacklogReader(KafkaSettings kafka, List<String> streamsGroups, boolean withEncoders, long mostLookedAt) {
        this.mostLookedAt = mostLookedAt;
        Map<String, Object> config = kafka.common();
        this.admin = Admin.create(config);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Retention may have removed the first of what waits.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        this.consumer = new KafkaConsumer<>(config, new Uncopied(), new Uncopied());
        this.clock = Clock.systemUTC();
        this.streamsGroups = List.copyOf(streamsGroups);
        this.encoders = withEncoders ? Optional.of(new EncoderBacklogReader(kafka)) : Optional.empty();
    }

    /**
     * Connects to the brokers, to count every record that waits: a million take some seconds.
     *
     * @param streamsGroups application ids of Streams applications
     * @param withEncoders whether to read what waits for encoders
     */
    public static BacklogReader exact(KafkaSettings kafka, List<String> streamsGroups, boolean withEncoders) {
        return new BacklogReader(kafka, streamsGroups, withEncoders, Long.MAX_VALUE);
    }

    /**
     * As {@link #exact}, but counts the first 20,000 records of a partition only, and takes those behind them for as
     * dense. For who asks again and again.
     */
    public static BacklogReader estimating(KafkaSettings kafka, List<String> streamsGroups, boolean withEncoders) {
        return new BacklogReader(kafka, streamsGroups, withEncoders, MOST_LOOKED_AT);
    }

    /**
     * Reads the current backlog. Groups that never had a member have no lines.
     *
     * @throws KafkaException if the brokers do not answer in time or answer with an error
     */
    public Backlog read() throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (String group : streamsGroups) {
            lines.addAll(streams(group));
        }
        Instant now = clock.instant();
        Optional<EncoderBacklog> encoding = encoders.flatMap(EncoderBacklogReader::newest);
        encoding.ifPresent(backlog -> lines.addAll(EncoderBacklogReader.lines(backlog, now)));
        return new Backlog(
                now,
                lines,
                encoding.map(backlog -> OptionalInt.of(backlog.getPredictedLate()))
                        .orElse(OptionalInt.empty()));
    }

    private List<Line> streams(String group) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> positions =
                answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), Map.of());
        Map<String, Waiting> byTopic = new TreeMap<>();
        Map<TopicPartition, Long> ends = ends(positions);
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata position = positions.get(end.getKey());
            if (position != null) {
                byTopic.merge(
                        end.getKey().topic(), waiting(end.getKey(), position.offset(), end.getValue()), Waiting::and);
            }
        }
        return byTopic.entrySet().stream()
                .map(topic -> new Line(
                        group,
                        topic.getKey(),
                        topic.getValue().records(),
                        0,
                        0,
                        topic.getValue().oldest().map(since -> Duration.between(since, clock.instant())),
                        Optional.empty()))
                .toList();
    }

    private Map<TopicPartition, Long> ends(Map<TopicPartition, ?> positions) throws InterruptedException {
        if (positions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> latest =
                positions.keySet().stream().collect(Collectors.toMap(key -> key, key -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends =
                new TreeMap<>((one, other) -> one.topic().equals(other.topic())
                        ? Integer.compare(one.partition(), other.partition())
                        : one.topic().compareTo(other.topic()));
        answer(
                        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                                .all(),
                        Map.of())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Counts the records in a range of offsets, or as many as may be looked at, and estimates the others. */
    private Waiting waiting(TopicPartition partition, long from, long end) {
        if (from >= end) {
            return Waiting.NONE;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        Waiting waiting = Waiting.NONE;
        long position = from;
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (position < end && waiting.records() < mostLookedAt) {
            for (ConsumerRecord<Void, Void> record : consumer.poll(Duration.ofMillis(100))) {
                if (record.offset() < end) {
                    waiting = waiting.and(new Waiting(1, Optional.of(Instant.ofEpochMilli(record.timestamp()))));
                }
            }
            long now = System.nanoTime();
            if (consumer.position(partition) > position) {
                position = consumer.position(partition);
                giveUp = now + PATIENCE.toNanos();
            } else if (now > giveUp) {
                throw new KafkaException("the brokers do not say what waits on " + partition);
            }
        }
        long left = Math.max(0, end - position);
        return left == 0
                ? waiting
                : waiting.and(new Waiting(left * waiting.records() / (position - from), Optional.empty()));
    }

    private static <T> T answer(KafkaFuture<T> future, T ifThereIsNone) throws InterruptedException {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return ifThereIsNone;
            }
            throw new KafkaException("the brokers do not say what waits: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new KafkaException("the brokers do not say what waits", e);
        }
    }

    @Override
    public void close() {
        encoders.ifPresent(EncoderBacklogReader::close);
        consumer.close();
        admin.close(Duration.ZERO);
    }

    /** Whoever only counts records does not need their bytes. */
    private static final class Uncopied implements Deserializer<Void> {

        @Override
        @SuppressWarnings("NullAway") // Kafka's interface says nothing of null, which Void has instead of values.
        public Void deserialize(String topic, byte[] data) {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway")
        public Void deserialize(String topic, Headers headers, ByteBuffer data) {
            return null;
        }
    }

    private record Waiting(long records, Optional<Instant> oldest) {

        static final Waiting NONE = new Waiting(0, Optional.empty());

        Waiting and(Waiting other) {
            Optional<Instant> older = oldest.isEmpty()
                            || (other.oldest.isPresent() && other.oldest.get().isBefore(oldest.get()))
                    ? other.oldest
                    : oldest;
            return new Waiting(records + other.records, older);
        }
    }
}
