package dev.dashline.encoder;

import static dev.dashline.encoder.Requests.T0;
import static dev.dashline.schemas.Topics.ENCODER_BACKLOG;
import static dev.dashline.schemas.Topics.ENCODER_ORDERS;
import static dev.dashline.schemas.Topics.ENCODER_SHORT_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASK_RESULTS;
import static dev.dashline.schemas.Topics.ENCODER_WORKERS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;

import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.encoder.schedule.SchedulePolicy;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.RunningTask;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.storage.Timeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/** Coordinator and scheduler with their topics, without a broker. The clock stands unless it is moved. */
final class EncoderDriver implements AutoCloseable {

    private final EventSerdes serdes = EventSerdes.inMemory();
    /** What was told of attempts that have ended, in order. */
    final List<Timeline> timelines = new ArrayList<>();

    final List<AttemptSpan> spans = new ArrayList<>();
    final TopologyTestDriver topology = driver();
    final TestInputTopic<String, VideoRequested> requests = input(VIDEO_REQUESTED);
    final TestInputTopic<String, EncoderTaskResult> results = input(ENCODER_TASK_RESULTS);
    final TestInputTopic<String, VideoFailed> failures = input(VIDEO_FAILED);
    private final TestInputTopic<String, WorkerHeartbeat> heartbeats = input(ENCODER_WORKERS);
    final TestOutputTopic<String, EncoderTask> tasks = output(ENCODER_TASKS);
    final TestOutputTopic<String, EncoderTask> shortTasks = output(ENCODER_SHORT_TASKS);
    final TestOutputTopic<String, VideoEncoded> reports = output(VIDEO_ENCODED);
    final TestOutputTopic<String, EncoderBacklog> backlog = output(ENCODER_BACKLOG);
    final TestOutputTopic<String, WorkerOrder> orders = output(ENCODER_ORDERS);

    private void ended(String videoId, int attempt, Timeline timeline) {
        timelines.add(timeline);
    }

    /** A worker says what it runs. */
    void beat(String worker, int slots, List<EncoderTask> running) {
        beat(worker, 1, slots, running);
    }

    /** A worker says what it runs, and which cell it takes tasks from. */
    void beat(String worker, int cell, int slots, List<EncoderTask> running) {
        heartbeats.pipeInput(
                worker,
                WorkerHeartbeat.newBuilder()
                        .setWorker(worker)
                        .setAt(T0)
                        .setStartedAt(T0)
                        .setVersion("test")
                        .setSlots(slots)
                        .setShortSlots(slots)
                        .setCell(cell)
                        .setShortCell(cell)
                        .setRunning(running.stream()
                                .map(task -> new RunningTask(
                                        task.getVideoId(),
                                        task.getAttempt(),
                                        task.getTaskId(),
                                        task.getEpoch(),
                                        T0,
                                        0L,
                                        0L,
                                        "",
                                        false))
                                .toList())
                        .build());
    }

    /** The tasks of a cell, which are read for the first time. */
    List<EncoderTask> shortTasks(int cell) {
        return topology.createOutputTopic(
                        Lane.SHORT.topic(cell),
                        new StringDeserializer(),
                        serdes.of(ENCODER_SHORT_TASKS).deserializer())
                .readValuesToList();
    }

    /** What was written to the changelogs of all stores since the last call: keys and values, bytes. */
    long changelogBytes() {
        return topology.producedTopicNames().stream()
                .filter(name -> name.endsWith("-changelog"))
                .mapToLong(this::drain)
                .sum();
    }

    private long drain(String topic) {
        return topology
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .mapToLong(entry -> length(entry.key()) + length(entry.value()))
                .sum();
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    Topology build(Properties config) {
        return StreamsRunner.build(
                new EncoderTopology(
                        serdes,
                        JobPolicy.DEFAULT,
                        SchedulePolicy.DEFAULT,
                        this::ended,
                        new SimpleMeterRegistry(),
                        spans::add)::addTo,
                config);
    }

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put("application.id", "encoder-service");
        return new TopologyTestDriver(build(config), config, T0);
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return topology.createInputTopic(
                topic.name(), new StringSerializer(), serdes.of(topic).serializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return topology.createOutputTopic(
                topic.name(), new StringDeserializer(), serdes.of(topic).deserializer());
    }

    @Override
    public void close() {
        topology.close();
    }
}
