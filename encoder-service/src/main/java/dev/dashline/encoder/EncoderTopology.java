package dev.dashline.encoder;

import static dev.dashline.schemas.Topics.ENCODER_BACKLOG;
import static dev.dashline.schemas.Topics.ENCODER_ORDERS;
import static dev.dashline.schemas.Topics.ENCODER_QUEUE;
import static dev.dashline.schemas.Topics.ENCODER_TASK_RESULTS;
import static dev.dashline.schemas.Topics.ENCODER_WORKERS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;

import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.SchedulePolicy;
import dev.dashline.events.encoder.EncodingJobDetail;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.events.encoder.QueuedVideo;
import dev.dashline.runtime.kafka.EventTopology;
import dev.dashline.runtime.kafka.Timers;
import dev.dashline.runtime.trace.Spans;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Two machines that share no store. The coordinator, in as many parts as there are partitions, decides for each video
 * which tasks it needs: one {@link dev.dashline.encoder.job.EncodingJob} per video. The scheduler, of which there is
 * one, decides for all videos which task runs next: one {@link dev.dashline.encoder.schedule.Schedule}.
 */
final class EncoderTopology {

    private final EventSerdes serdes;
    private final JobPolicy jobs;
    private final SchedulePolicy schedule;
    private final EndedAttemptListener listener;
    private final Counter losses;
    private final Spans spans;

    /** @param listener must not block */
    EncoderTopology(
            EventSerdes serdes,
            JobPolicy jobs,
            SchedulePolicy schedule,
            EndedAttemptListener listener,
            MeterRegistry meters,
            Spans spans) {
        this.serdes = serdes;
        this.jobs = jobs;
        this.listener = listener;
        this.schedule = schedule;
        this.spans = spans;
        this.losses = Counter.builder("dashline.encoder.losses")
                .description("Tasks that were lost with a process or on their way to one, as the scheduler found")
                .register(meters);
    }

    /** Adds the topology to {@code builder}. */
    void addTo(StreamsBuilder builder) {
        EventTopology events = new EventTopology(builder, serdes);
        addCoordinator(builder, events);
        addScheduler(builder, events);
    }

    private void addCoordinator(StreamsBuilder builder, EventTopology events) {
        builder.addStateStore(events.store(Coordinator.JOBS, EncodingJobState.class));
        builder.addStateStore(events.store(JobStore.NAME, EncodingJobDetail.class));
        builder.addStateStore(Timers.store(Coordinator.TIMERS));
        KStream<String, SpecificRecord> decided = events.read(VIDEO_REQUESTED)
                .merge(events.read(ENCODER_TASK_RESULTS), Named.as("with-results"))
                .merge(events.read(VIDEO_FAILED), Named.as("with-ended-attempts"))
                .process(
                        () -> new Coordinator(jobs, listener),
                        Named.as("coordinator"),
                        Coordinator.JOBS,
                        JobStore.NAME,
                        Coordinator.TIMERS);
        events.write(decided, ENCODER_QUEUE);
        events.write(decided, VIDEO_ENCODED);
    }

    private void addScheduler(StreamsBuilder builder, EventTopology events) {
        builder.addStateStore(events.store(QueueStore.VIDEOS, QueuedVideo.class));
        builder.addStateStore(events.store(QueueStore.TASKS, QueuedTask.class));
        KStream<String, SpecificRecord> decided = events.read(ENCODER_QUEUE)
                .merge(events.read(ENCODER_WORKERS), Named.as("with-heartbeats"))
                .process(
                        () -> new Scheduler(schedule, losses, spans),
                        Named.as("scheduler"),
                        QueueStore.VIDEOS,
                        QueueStore.TASKS);
        for (Lane lane : Lane.values()) {
            events.write(
                    decided,
                    lane.topic(),
                    task -> TaskIds.lane(task.getTaskId()) == lane,
                    task -> lane.topic(task.getCell()));
        }
        events.write(decided, ENCODER_BACKLOG);
        events.write(decided, ENCODER_ORDERS);
        events.write(decided, ENCODER_TASK_RESULTS);
    }
}
