package dev.dashline.encoder.worker;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.WorkerOrder;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what every worker process has to know: all of {@code video-failed}, from an hour ago on, and all of {@code
 * encoder-orders}.
 */
final class WorkerNews implements Work {

    private static final Logger log = LoggerFactory.getLogger(WorkerNews.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    private final Consumer<String, SpecificRecord> consumer;
    private final Clock clock;
    private final EndedAttempts endedAttempts;
    private final WorkerOrders orders;

    private boolean assigned;

    WorkerNews(
            Consumer<String, SpecificRecord> consumer, Clock clock, EndedAttempts endedAttempts, WorkerOrders orders) {
        this.consumer = consumer;
        this.clock = clock;
        this.endedAttempts = endedAttempts;
        this.orders = orders;
    }

    /**
     * If a round fails, a worker may work in vain, but nothing worse: the coordinator drops the results of ended
     * attempts.
     */
    @Override
    public void step() {
        if (!assigned) {
            assign();
            assigned = true;
        }
        try {
            consumer.poll(POLL).forEach(this::tell);
        } catch (RecordDeserializationException e) {
            skip(e);
        }
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void end() {
        consumer.close(CloseOptions.timeout(Duration.ZERO)); // It is in no group, and its fetch may wait for long.
    }

    private void assign() {
        List<TopicPartition> failures = partitions(Topics.VIDEO_FAILED);
        List<TopicPartition> orders = partitions(Topics.ENCODER_ORDERS);
        List<TopicPartition> all = new ArrayList<>(failures);
        all.addAll(orders);
        consumer.assign(all);
        consumer.seekToBeginning(orders);
        lookBack(failures);
    }

    private List<TopicPartition> partitions(Topic<?> topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic.name() + " is not there yet");
        }
        return partitions;
    }

    /** Starts in the past: tasks of an attempt that ended a while ago may still be in the queue. */
    private void lookBack(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // first, so that what comes now is read
        long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since)));
        ends.forEach((partition, end) -> {
            @Nullable OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start != null ? start.offset() : end);
        });
    }

    private void tell(ConsumerRecord<String, SpecificRecord> record) {
        if (record.value() instanceof VideoFailed failed) {
            endedAttempts.heard(record.key(), failed);
        } else if (record.value() instanceof WorkerOrder order) {
            orders.heed(order);
        }
    }

    /** Skips a record that this process never decodes. One that the registry could not be asked about is read again. */
    private void skip(RecordDeserializationException e) {
        log.atWarn()
                .addKeyValue("topic", e.topicPartition().topic())
                .addKeyValue("offset", e.offset())
                .setCause(e)
                .log("record not decodable");
        if (!EventSerdes.isRetriable(e) || EventSerdes.isOfLaterVersion(e)) {
            consumer.seek(e.topicPartition(), e.offset() + 1);
        }
    }
}
