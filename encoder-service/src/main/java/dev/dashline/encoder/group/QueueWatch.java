package dev.dashline.encoder.group;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.job.TaskQueues;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls every few seconds how far the share group has come in the queues of tasks. All records before its oldest
 * unfinished record are finished or were dropped. Compares offsets rather than times, since several coordinators write
 * to a queue, each with its own clock. Thread-safe.
 */
public final class QueueWatch implements TaskQueues, Layer {

    private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);
    private static final int MAX_POLLS = 20;
    private static final List<TopicPartition> QUEUES = Stream.of(Topics.ENCODER_TASKS, Topics.ENCODER_SHORT_TASKS)
            .map(topic -> new TopicPartition(topic.name(), 0))
            .toList();

    private static final Look NOTHING = new Look(Map.of(), Map.of());

    /**
     * The result of one look, by topic.
     *
     * @param ends the offset after the last record
     * @param unfinished the oldest unfinished record, or the end
     */
    private record Look(Map<String, Long> ends, Map<String, Long> unfinished) {}

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final Duration every;
    private final Supervisor supervisor;
    private @Nullable Loop loop;
    private volatile Look newest = NOTHING;

    /** The look before the last: results that workers wrote before it have reached the coordinator. */
    private volatile Look passed = NOTHING;

    private volatile @Nullable Instant answeringSince;

    /** Connects to the brokers. Does not poll before {@link #start}. */
    public QueueWatch(KafkaSettings kafka, Metrics metrics, Supervisor supervisor) {
        this(kafka, metrics, supervisor, EVERY);
    }

    public QueueWatch(KafkaSettings kafka, Metrics metrics, Supervisor supervisor, Duration every) {
        Map<String, Object> config = new HashMap<>(kafka.common());
        this.admin = Admin.create(config);
        // Reads as the group does: skips aborted records and waits at an open transaction.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        this.consumer =
                metrics.bind(new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        this.supervisor = supervisor;
        this.clock = Clock.systemUTC();
        this.every = every;
    }

    @Override
    public synchronized void start() {
        loop = supervisor.every(every, "queue-watch", new Work() {
            @Override
            public void step() throws InterruptedException {
                look();
            }

            @Override
            public void end() {
                consumer.close();
            }
        });
    }

    @Override
    public Optional<Instant> answeringSince() {
        return Optional.ofNullable(answeringSince);
    }

    @Override
    public Optional<Long> end(String taskId) {
        return Optional.ofNullable(newest.ends().get(topic(taskId)));
    }

    @Override
    public boolean havePassed(String taskId, long offset) {
        Long unfinished = passed.unfinished().get(topic(taskId));
        return unfinished != null && unfinished >= offset;
    }

    private static String topic(String taskId) {
        return (TaskIds.isShort(taskId) ? Topics.ENCODER_SHORT_TASKS : Topics.ENCODER_TASKS).name();
    }

    private void look() throws InterruptedException {
        try {
            Look seen = see();
            passed = newest;
            newest = seen;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.atDebug().setCause(e).log("position of the share group not known");
        }
    }

    private Look see() throws InterruptedException, ExecutionException, TimeoutException {
        // The ends come first, so that a record that is added between the two requests does not count as finished.
        Map<TopicPartition, ListOffsetsResultInfo> latest = latest();
        Map<TopicPartition, @Nullable SharePartitionOffsetInfo> group = admin.listShareGroupOffsets(
                        Map.of(TopicProvisioner.ENCODER_GROUP, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(TopicProvisioner.ENCODER_GROUP)
                .get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        Map<String, Long> ends = new HashMap<>();
        Map<String, Long> unfinished = new HashMap<>();
        latest.forEach((queue, info) -> {
            ends.put(queue.topic(), info.offset());
            SharePartitionOffsetInfo position = group.get(queue);
            if (position != null && position.lag().orElse(1L) == 0) {
                unfinished.put(
                        queue.topic(), info.offset()); // the start offset moves only when the next record is finished
            } else if (position != null) {
                oldest(queue, position.startOffset()).ifPresent(offset -> unfinished.put(queue.topic(), offset));
            }
        });
        return new Look(ends, unfinished);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> latest()
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            Map<TopicPartition, ListOffsetsResultInfo> latest = admin.listOffsets(
                            QUEUES.stream().collect(Collectors.toMap(queue -> queue, queue -> OffsetSpec.latest())))
                    .all()
                    .get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            answeringSince = answeringSince == null ? clock.instant() : answeringSince;
            return latest;
        } catch (ExecutionException | TimeoutException e) {
            answeringSince = null;
            throw e;
        }
    }

    /**
     * The offset of the first record at or after an offset, or the end if there is none; empty if the broker does not
     * answer in time.
     */
    private Optional<Long> oldest(TopicPartition queue, long from) {
        consumer.assign(List.of(queue));
        long end = consumer.endOffsets(List.of(queue), REQUEST_TIMEOUT).getOrDefault(queue, Long.MAX_VALUE);
        consumer.seek(queue, from);
        for (int polls = 0; polls < MAX_POLLS && consumer.position(queue, REQUEST_TIMEOUT) < end; polls++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_TIMEOUT)) {
                return Optional.of(record.offset());
            }
        }
        return consumer.position(queue, REQUEST_TIMEOUT) < end ? Optional.empty() : Optional.of(end);
    }

    @Override
    public synchronized void close() {
        if (loop == null) {
            consumer.close();
        } else {
            loop.close();
        }
        admin.close(Duration.ZERO);
    }
}
