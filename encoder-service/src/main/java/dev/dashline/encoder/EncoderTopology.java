package dev.dashline.encoder;

import static dev.dashline.schemas.Topics.ENCODER_SHORT_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASKS;
import static dev.dashline.schemas.Topics.ENCODER_TASK_RESULTS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;

import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.job.TaskQueues;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The coordinator: requests, results of tasks and ended attempts go in; tasks and reports come out. One
 * {@link dev.dashline.encoder.job.EncodingJob} per video decides.
 */
final class EncoderTopology {

    private final EventSerdes serdes;
    private final TaskQueues queues;
    private final JobPolicy policy;

    EncoderTopology(EventSerdes serdes, TaskQueues queues, JobPolicy policy) {
        this.serdes = serdes;
        this.queues = queues;
        this.policy = policy;
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        builder.addStateStore(jobStore());
        builder.addStateStore(Timers.store(Coordinator.TIMERS));
        KStream<String, SpecificRecord> decided = read(builder, VIDEO_REQUESTED)
                .merge(read(builder, ENCODER_TASK_RESULTS), Named.as("with-results"))
                .merge(read(builder, VIDEO_FAILED), Named.as("with-ended-attempts"))
                .process(
                        () -> new Coordinator(queues, policy),
                        Named.as("coordinator"),
                        Coordinator.JOBS,
                        Coordinator.TIMERS);
        write(decided, EncoderTask.class, task -> !isShort(task), ENCODER_TASKS);
        write(decided, EncoderTask.class, EncoderTopology::isShort, ENCODER_SHORT_TASKS);
        write(decided, VideoEncoded.class, report -> true, VIDEO_ENCODED);
    }

    private static boolean isShort(EncoderTask task) {
        return TaskIds.isShort(task.getTaskId());
    }

    private StoreBuilder<KeyValueStore<String, EncodingJobState>> jobStore() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(Coordinator.JOBS), Serdes.String(), serdes.of(EncodingJobState.class));
    }

    private <V extends SpecificRecord> KStream<String, SpecificRecord> read(StreamsBuilder builder, Topic<V> topic) {
        return builder.stream(
                        topic.name(),
                        Consumed.with(Serdes.String(), serdes.of(topic)).withName(topic.name()))
                .mapValues(SpecificRecord.class::cast, Named.as(topic.name() + "-event"));
    }

    private <V extends SpecificRecord> void write(
            KStream<String, SpecificRecord> decided, Class<V> type, Predicate<V> which, Topic<V> topic) {
        decided.filter(
                        (videoId, value) -> type.isInstance(value) && which.test(type.cast(value)),
                        Named.as("only-" + topic.name()))
                .mapValues(type::cast, Named.as("as-" + topic.name()))
                .to(
                        topic.name(),
                        Produced.with(Serdes.String(), serdes.of(topic)).withName("to-" + topic.name()));
    }
}
