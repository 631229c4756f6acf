package dev.dashline.systemtests.bench;

import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads what becomes of videos, from now on. Costs the broker four fetches a second. For one thread. */
final class PassageLog implements AutoCloseable {

    private static final Duration ROUND = Duration.ofMillis(250);
    private static final int MUCH = 1 << 20;

    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, VideoPublished> published = new LinkedHashMap<>();
    private final Map<String, Map<String, EncoderTask>> released = new HashMap<>();
    private final Map<String, Map<String, EncoderTaskResult>> begun = new HashMap<>();
    private final Map<String, Map<String, EncoderTaskResult>> ended = new HashMap<>();

    private PassageLog(KafkaSettings kafka, List<Topic<?>> topics) {
        EventSerdes serdes = kafka.serdes();
        this.deserializers = topics.stream()
                .collect(Collectors.toMap(Topic::name, topic -> serdes.of(topic).deserializer()));
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, MUCH);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) ROUND.toMillis());
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position); // now, and not at the first poll
    }

    /** Reads only which videos are published. */
    static PassageLog ofEnds(KafkaSettings kafka) {
        return new PassageLog(kafka, List.of(Topics.VIDEO_PUBLISHED, Topics.VIDEO_FAILED));
    }

    /** Reads also when their tasks were released, begun and ended. */
    static PassageLog ofAll(KafkaSettings kafka) {
        return new PassageLog(
                kafka,
                List.of(
                        Topics.ENCODER_SHORT_TASKS,
                        Topics.ENCODER_TASKS,
                        Topics.ENCODER_TASK_RESULTS,
                        Topics.VIDEO_PUBLISHED,
                        Topics.VIDEO_FAILED));
    }

    /**
     * Reads on until all these videos are published.
     *
     * @throws IllegalStateException if one has failed
     */
    void awaitPublished(Set<String> videos) {
        Set<String> open = new HashSet<>(videos);
        open.removeAll(published.keySet());
        while (!open.isEmpty()) {
            poll();
            open.removeAll(published.keySet());
        }
        // What had to come before may lie in partitions that are read later.
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
    }

    private void poll() {
        consumer.poll(ROUND)
                .forEach(record -> take(Objects.requireNonNull(deserializers.get(record.topic()))
                        .deserialize(record.topic(), record.value())));
    }

    private void take(SpecificRecord event) {
        if (event instanceof VideoFailed failed) {
            throw new IllegalStateException("failed: " + failed);
        } else if (event instanceof VideoPublished end) {
            published.put(end.getVideoId(), end);
        } else if (event instanceof EncoderTask task) {
            of(released, task.getVideoId()).put(task.getTaskId(), task);
        } else if (event instanceof EncoderTaskResult result) {
            of(result.getOutcome() instanceof TaskBegun ? begun : ended, result.getVideoId())
                    .put(result.getTaskId(), result);
        }
    }

    private static <T> Map<String, T> of(Map<String, Map<String, T>> all, String video) {
        return all.computeIfAbsent(video, id -> new HashMap<>());
    }

    /** The times of all videos that were published, as events state them. */
    List<Passage> passages() {
        List<Passage> passages = new ArrayList<>();
        published.forEach((video, end) -> {
            List<Passage.Turn> tasks = of(released, video).values().stream()
                    .map(task -> new Passage.Turn(task.getIssuedAt(), at(begun, video, task), at(ended, video, task)))
                    .sorted(Comparator.comparing(Passage.Turn::releasedAt))
                    .toList();
            passages.add(new Passage(end.getRequestedAt(), tasks, end.getPublishedAt()));
        });
        return passages;
    }

    private static Instant at(Map<String, Map<String, EncoderTaskResult>> results, String video, EncoderTask task) {
        return Objects.requireNonNull(of(results, video).get(task.getTaskId())).getAt();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
