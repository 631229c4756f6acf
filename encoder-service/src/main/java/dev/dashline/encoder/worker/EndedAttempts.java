package dev.dashline.encoder.worker;

import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which attempts have failed already, so that no slot goes on working for them: a missed deadline, a cancellation, a newer
 * attempt. Every process listens to all of {@code video-failed}, from an hour ago on. Missing one costs wasted work and nothing else.
 */
final class EndedAttempts implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EndedAttempts.class);
    private static final int REMEMBERED = 10_000;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAST = Duration.ofHours(1);

    private record Attempt(String videoId, int attempt) {}

    private final Consumer<String, VideoFailed> consumer;
    private final Map<Attempt, Boolean> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    EndedAttempts(Consumer<String, VideoFailed> consumer) {
        this.consumer = consumer;
    }

    /** Whether the attempt is known to have failed. Safe for use by any thread. */
    boolean hasEnded(String videoId, int attempt) {
        return ended.containsKey(new Attempt(videoId, attempt));
    }

    @Override
    public void run() {
        try (consumer) {
            boolean listening = false;
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (!listening) {
                        listen();
                        listening = true;
                    }
                    read();
                } catch (WakeupException | InterruptException e) {
                    throw e;
                } catch (RecordDeserializationException e) {
                    skip(e);
                } catch (KafkaException e) {
                    // Best effort: the tasks of an attempt that was missed here are fenced by the coordinator anyway.
                    log.atWarn().setCause(e).log("cannot read ended attempts");
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis()); // not to hammer a broker in trouble
                }
            }
        } catch (WakeupException | InterruptException | InterruptedException e) {
            log.debug("closing");
        }
    }

    /** Tasks of an attempt that ended a while ago may still be in the queue. */
    private void listen() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_FAILED.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(Topics.VIDEO_FAILED.name() + " is not there yet");
        }
        long since = Instant.now().minus(PAST).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since)));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        starts.forEach((partition, start) -> {
            if (start != null) {
                consumer.seek(partition, start.offset());
            }
        });
    }

    private void read() {
        for (ConsumerRecord<String, VideoFailed> record : consumer.poll(POLL)) {
            VideoFailed failed = record.value();
            if (failed != null) {
                failed.getVideoId()
                        .filter(videoId ->
                                videoId.equals(record.key())) // or nobody is sure that it is about that video
                        .ifPresent(videoId -> ended.put(new Attempt(videoId, failed.getAttempt()), Boolean.TRUE));
            }
        }
    }

    /** What is garbage stays so; what the registry could not be asked about is read again. */
    private void skip(RecordDeserializationException e) {
        log.atWarn().addKeyValue("offset", e.offset()).setCause(e).log("no ended attempt can be read from a record");
        if (!EventSerdes.isRetriable(e)) {
            consumer.seek(e.topicPartition(), e.offset() + 1);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
    }
}
