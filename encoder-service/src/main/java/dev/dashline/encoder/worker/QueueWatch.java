package dev.dashline.encoder.worker;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.job.TaskQueues;
import dev.dashline.runtime.kafka.KafkaSettings;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
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
 * Looks every few seconds how far the share group has come in the queues of tasks: all that was issued before its oldest unfinished record is
 * done, or was dropped. Thread-safe.
 */
public final class QueueWatch implements TaskQueues, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int LOOKS = 20;

    /** Several coordinators write to a queue, on clocks of their own, so records are not quite in the order of their times. */
    private static final Duration DISORDER = Duration.ofSeconds(10);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final Duration every;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "queue-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Map<String, Instant> newest = Map.of();

    /** By topic, as of the look before the last: what workers have said by then has reached the coordinator. */
    private volatile Map<String, Instant> passed = Map.of();

    /** Connects, and looks at nothing before {@link #start}. */
    public QueueWatch(KafkaSettings kafka) {
        this(kafka, EVERY);
    }

    QueueWatch(KafkaSettings kafka, Duration every) {
        Map<String, Object> config = new HashMap<>(kafka.common());
        this.admin = Admin.create(config);
        // What an open transaction has written waits like the rest.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.clock = Clock.systemUTC();
        this.every = every;
    }

    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean havePassed(String taskId, Instant issuedAt) {
        String topic = (TaskIds.isShort(taskId) ? Topics.ENCODER_SHORT_TASKS : Topics.ENCODER_TASKS).name();
        Instant until = passed.get(topic);
        return until != null && issuedAt.plus(DISORDER).isBefore(until);
    }

    private void look() {
        try {
            Map<TopicPartition, @Nullable SharePartitionOffsetInfo> group = admin.listShareGroupOffsets(
                            Map.of(TopicProvisioner.ENCODER_GROUP, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(TopicProvisioner.ENCODER_GROUP)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Map<String, Instant> seen = new HashMap<>();
            for (String topic : List.of(Topics.ENCODER_TASKS.name(), Topics.ENCODER_SHORT_TASKS.name())) {
                TopicPartition queue = new TopicPartition(topic, 0);
                SharePartitionOffsetInfo position = group.get(queue);
                if (position != null) {
                    oldestUnfinished(queue, position).ifPresent(time -> seen.put(topic, time));
                }
            }
            passed = newest;
            newest = seen;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.atDebug().setCause(e).log("how far the queues are is not known");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When the oldest record was written that is not finished; now, if all are; empty if the broker does not say in time. */
    private Optional<Instant> oldestUnfinished(TopicPartition queue, SharePartitionOffsetInfo position) {
        Instant now = clock.instant();
        if (position.lag().orElse(1L) == 0) {
            return Optional.of(now); // the start moves on only when the next record is finished
        }
        consumer.assign(List.of(queue));
        long end = consumer.endOffsets(List.of(queue), PATIENCE).getOrDefault(queue, Long.MAX_VALUE);
        consumer.seek(queue, position.startOffset());
        for (int looks = 0; looks < LOOKS && consumer.position(queue, PATIENCE) < end; looks++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(GLANCE)) {
                return Optional.of(Instant.ofEpochMilli(record.timestamp()));
            }
        }
        return consumer.position(queue, PATIENCE) < end ? Optional.empty() : Optional.of(now);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                consumer.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(Duration.ZERO);
    }
}
