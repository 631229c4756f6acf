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
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.runtime.kafka.EventTopology;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.schemas.serde.EventSerdes;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * The coordinator: reads requests, results of tasks and ended attempts; writes tasks and reports. One
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
        EventTopology events = new EventTopology(builder, serdes);
        builder.addStateStore(events.store(Coordinator.JOBS, EncodingJobState.class));
        builder.addStateStore(Timers.store(Coordinator.TIMERS));
        KStream<String, SpecificRecord> decided = events.read(VIDEO_REQUESTED)
                .merge(events.read(ENCODER_TASK_RESULTS), Named.as("with-results"))
                .merge(events.read(VIDEO_FAILED), Named.as("with-ended-attempts"))
                .process(
                        () -> new Coordinator(queues, policy),
                        Named.as("coordinator"),
                        Coordinator.JOBS,
                        Coordinator.TIMERS);
        events.write(decided, ENCODER_TASKS, task -> !isShort(task));
        events.write(decided, ENCODER_SHORT_TASKS, EncoderTopology::isShort);
        events.write(decided, VIDEO_ENCODED);
    }

    private static boolean isShort(EncoderTask task) {
        return TaskIds.isShort(task.getTaskId());
    }
}
