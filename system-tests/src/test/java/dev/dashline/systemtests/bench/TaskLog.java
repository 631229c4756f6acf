package dev.dashline.systemtests.bench;

import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads what workers have told, from the beginning on. For one thread. */
final class TaskLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    /** A worker that has said nothing for so long is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<EncoderTaskResult> results = new ArrayList<>();
    private final Map<String, WorkerHeartbeat> newestHeartbeats = new HashMap<>();

    private TaskLog(KafkaSettings kafka, List<Topic<?>> topics) {
        EventSerdes serdes = kafka.serdes();
        this.deserializers = topics.stream()
                .collect(Collectors.toMap(Topic::name, topic -> serdes.of(topic).deserializer()));
        Map<String, Object> config = kafka.common();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(number -> new TopicPartition(topic.name(), number)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads when tasks began and ended. */
    static TaskLog ofTasks(KafkaSettings kafka) {
        return new TaskLog(kafka, List.of(Topics.ENCODER_TASK_RESULTS));
    }

    /** Reads also when workers started. */
    static TaskLog ofTasksAndWorkers(KafkaSettings kafka) {
        return new TaskLog(kafka, List.of(Topics.ENCODER_TASK_RESULTS, Topics.ENCODER_WORKERS));
    }

    /** Reads on until it has all records that there were when this was called. */
    void readAll() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
        }
    }

    /** Reads on until the tries that fulfil a condition are so many. */
    void awaitRuns(Predicate<TaskRun> condition, int count) {
        readAll();
        while (runs().stream().filter(condition).count() < count) {
            poll();
        }
    }

    /** Reads on until the workers that were heard of in the last seconds have so many slots together. */
    void awaitSlots(int count) {
        readAll();
        while (slots(Instant.now().minus(SILENCE)) != count) {
            poll();
        }
    }

    private int slots(Instant since) {
        return newestHeartbeats.values().stream()
                .filter(heartbeat -> heartbeat.getAt().isAfter(since))
                .mapToInt(WorkerHeartbeat::getSlots)
                .sum();
    }

    /** All tries that have begun, in the order in which they did. */
    List<TaskRun> runs() {
        Map<List<Object>, TaskRun> runs = new LinkedHashMap<>();
        for (EncoderTaskResult result : results) {
            List<Object> task =
                    List.of(result.getVideoId(), result.getAttempt(), result.getTaskId(), result.getEpoch());
            if (result.getOutcome() instanceof TaskBegun) {
                runs.put(
                        task,
                        new TaskRun(
                                result.getVideoId(),
                                result.getTaskId(),
                                result.getWorker(),
                                result.getAt(),
                                Optional.empty()));
            } else {
                runs.computeIfPresent(task, (same, run) -> ended(run, result));
            }
        }
        return runs.values().stream()
                .sorted((one, other) -> one.begunAt().compareTo(other.begunAt()))
                .toList();
    }

    /** When the slots of a process existed: it has told so itself. */
    Optional<Instant> startOf(long pid) {
        return newestHeartbeats.values().stream()
                .filter(heartbeat -> heartbeat.getWorker().contains("-" + pid + "-"))
                .map(WorkerHeartbeat::getStartedAt)
                .findFirst();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            SpecificRecord event = Objects.requireNonNull(deserializers.get(record.topic()))
                    .deserialize(record.topic(), record.value());
            if (event instanceof EncoderTaskResult result) {
                results.add(result);
            } else if (event instanceof WorkerHeartbeat heartbeat) {
                newestHeartbeats.put(heartbeat.getWorker(), heartbeat);
            }
        }
    }

    /** The first result counts. */
    private static TaskRun ended(TaskRun run, EncoderTaskResult result) {
        return run.endedAt().isPresent()
                ? run
                : new TaskRun(run.videoId(), run.taskId(), run.worker(), run.begunAt(), Optional.of(result.getAt()));
    }
}
