package dev.dashline.encoder.worker;

import dev.dashline.events.VideoFailed;
import dev.dashline.runtime.threads.Work;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * The attempts that have failed already, so that no worker runs their tasks: after a missed deadline, a cancellation or
 * a newer attempt. Every process reads all of {@code video-failed}, from an hour ago on. An attempt that is missed
 * costs wasted work and nothing else.
 */
final class EndedAttempts implements Work {

    private static final Logger log = LoggerFactory.getLogger(EndedAttempts.class);
    private static final int LIMIT = 10_000;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    private record Attempt(String videoId, int attempt) {}

    /** Hears of each attempt once it is known to have ended. Called by the thread that reads; must not wait. */
    interface Listener {
        void ended(String videoId, int attempt);
    }

    private final Consumer<String, VideoFailed> consumer;
    private final Clock clock;
    private final Listener listener;
    private final Map<Attempt, Boolean> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Boolean> eldest) {
            return size() > LIMIT;
        }
    });

    private boolean assigned;

    EndedAttempts(Consumer<String, VideoFailed> consumer, Clock clock, Listener listener) {
        this.consumer = consumer;
        this.clock = clock;
        this.listener = listener;
    }

    /** Whether the attempt is known to have failed. Safe for use by any thread. */
    boolean hasEnded(String videoId, int attempt) {
        return ended.containsKey(new Attempt(videoId, attempt));
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
            read();
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
        consumer.close();
    }

    /** Starts in the past: tasks of an attempt that ended a while ago may still be in the queue. */
    private void assign() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_FAILED.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(Topics.VIDEO_FAILED.name() + " is not there yet");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // first, so that what comes now is read
        long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since)));
        ends.forEach((partition, end) -> {
            @Nullable OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start != null ? start.offset() : end);
        });
    }

    private void read() {
        for (ConsumerRecord<String, VideoFailed> record : consumer.poll(POLL)) {
            VideoFailed failed = record.value();
            if (failed != null) {
                failed.getVideoId()
                        .filter(videoId -> videoId.equals(record.key())) // a dead letter has another key, or none
                        .ifPresent(videoId -> end(videoId, failed.getAttempt()));
            }
        }
    }

    /** First it is known to have ended, then it is told: a task that begins in between sees the former. */
    private void end(String videoId, int attempt) {
        ended.put(new Attempt(videoId, attempt), Boolean.TRUE);
        listener.ended(videoId, attempt);
    }

    /** Skips a record that never decodes. One that the registry could not be asked about is read again. */
    private void skip(RecordDeserializationException e) {
        log.atWarn().addKeyValue("offset", e.offset()).setCause(e).log("ended attempt not decodable");
        if (!EventSerdes.isRetriable(e)) {
            consumer.seek(e.topicPartition(), e.offset() + 1);
        }
    }
}
