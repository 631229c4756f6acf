package dev.dashline.cli.follow;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoProgress;
import dev.dashline.events.VideoPublished;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of videos from each public topic. Its consumer joins no group and commits nothing. Not thread-safe.
 */
public final class EventFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventFollower.class);

    private static final List<Topic<?>> TOPICS =
            List.of(Topics.VIDEO_PROGRESS, Topics.VIDEO_ENCODED, Topics.VIDEO_PUBLISHED, Topics.VIDEO_FAILED);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Deserializer<?>> deserializers = new HashMap<>();

    /** Reads all events. */
    public EventFollower(KafkaSettings kafka) {
        this(kafka, Instant.EPOCH);
    }

    /** @param since events before this moment are passed over */
    public EventFollower(KafkaSettings kafka, Instant since) {
        EventSerdes serdes = kafka.serdes();
        for (Topic<?> topic : TOPICS) {
            deserializers.put(topic.name(), serdes.of(topic).deserializer());
        }
        Map<String, Object> properties = new HashMap<>(kafka.common());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        if (since.equals(Instant.EPOCH)) {
            consumer.seekToBeginning(partitions);
        } else {
            seek(partitions, since);
        }
    }

    private void seek(List<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // first, so that what comes now is read
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(each -> each, each -> since.toEpochMilli())));
        ends.forEach((partition, end) -> {
            @Nullable OffsetAndTimestamp start = starts.get(partition);
            consumer.seek(partition, start == null ? end : start.offset());
        });
    }

    /** Waits for events, no longer than {@code timeout}, and gives each to its video. */
    public void poll(Map<String, TrackedVideo> videos, Duration timeout) {
        poll(event -> apply(videos, event), timeout);
    }

    /** Waits for events, no longer than {@code timeout}, and hands them on. */
    public void poll(Consumer<Object> events, Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(timeout)) {
            try {
                events.accept(decode(each));
            } catch (SerializationException e) {
                log.atDebug().setCause(e).addKeyValue("topic", each.topic()).log("record skipped");
            }
        }
    }

    private Object decode(ConsumerRecord<byte[], byte[]> each) {
        return Objects.requireNonNull(deserializers.get(each.topic())).deserialize(each.topic(), each.value());
    }

    private static void apply(Map<String, TrackedVideo> videos, Object event) {
        if (event instanceof VideoProgress progress && videos.containsKey(progress.getVideoId())) {
            videos.get(progress.getVideoId()).apply(progress);
        } else if (event instanceof VideoEncoded encoded && videos.containsKey(encoded.getVideoId())) {
            videos.get(encoded.getVideoId()).apply(encoded);
        } else if (event instanceof VideoPublished published && videos.containsKey(published.getVideoId())) {
            videos.get(published.getVideoId()).apply(published);
        } else if (event instanceof VideoFailed failed) {
            failed.getVideoId().map(videos::get).ifPresent(video -> video.apply(failed));
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
