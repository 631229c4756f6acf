package dev.dashline.encoder.worker;

import dev.dashline.events.VideoFailed;
import dev.dashline.schemas.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which attempts have failed already, so that no slot goes on working for them: a missed deadline, a cancellation, a newer
 * attempt. Every process listens to all of {@code video-failed} from now on. Missing one costs wasted work and nothing else.
 */
final class Endings implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);
    private static final int REMEMBERED = 10_000;
    private static final Duration POLL = Duration.ofSeconds(1);

    private record Attempt(String videoId, int attempt) {}

    private final Consumer<String, VideoFailed> consumer;
    private final Map<Attempt, Boolean> ended = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    Endings(Consumer<String, VideoFailed> consumer) {
        this.consumer = consumer;
    }

    /** Whether the attempt is known to have failed. Safe for use by any thread. */
    boolean hasEnded(String videoId, int attempt) {
        return ended.containsKey(new Attempt(videoId, attempt));
    }

    @Override
    public void run() {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.VIDEO_FAILED.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!Thread.currentThread().isInterrupted()) {
                read();
            }
        } catch (WakeupException e) {
            log.debug("closing");
        }
    }

    private void read() {
        try {
            for (ConsumerRecord<String, VideoFailed> record : consumer.poll(POLL)) {
                VideoFailed failed = record.value();
                failed.getVideoId()
                        .ifPresent(videoId -> ended.put(new Attempt(videoId, failed.getAttempt()), Boolean.TRUE));
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // Best effort: the tasks of an attempt that was missed here are fenced by the coordinator anyway.
            log.atWarn().setCause(e).log("cannot read ended attempts");
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
    }
}
