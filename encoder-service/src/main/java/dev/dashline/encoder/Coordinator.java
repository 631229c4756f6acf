package dev.dashline.encoder;

import dev.dashline.encoder.job.EncodingJob;
import dev.dashline.encoder.job.JobDecision;
import dev.dashline.encoder.job.JobDetails;
import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.runtime.deadletter.RefusedRecordException;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.kafka.EventHandlers;
import dev.dashline.runtime.kafka.VideoProcessor;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a video's state, lets {@link EncodingJob} decide, stores what changes and its timers, and forwards the effects.
 */
final class Coordinator extends VideoProcessor<EncodingJobState, SpecificRecord> {

    static final String JOBS = "encoding-jobs";
    static final String TIMERS = "encoding-timers";

    /** No id of a video contains one. */
    private static final char SLASH = '/';

    private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

    private final JobPolicy policy;
    private final EndedAttemptListener listener;
    private final EventHandlers handlers = new EventHandlers()
            .on(VideoRequested.class, this::requested)
            .on(EncoderTaskResult.class, this::finished)
            .on(VideoFailed.class, this::ended);
    private @Nullable JobStore details;

    /** @param listener must not block */
    Coordinator(JobPolicy policy, EndedAttemptListener listener) {
        super(JOBS, TIMERS);
        this.policy = policy;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        details = new JobStore(context);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        @Nullable SpecificRecord event = record.value();
        if (event != null) {
            handlers.handle(record);
        } else if (isFrom(Topics.ENCODER_TASK_RESULTS)) {
            throw new RefusedRecordException(FailureCode.UNDECODABLE_RECORD, "it has no value");
        }
    }

    /** Only its own topic: publisher-service reports what is wrong on a public one. */
    private boolean isFrom(Topic<?> topic) {
        return context()
                .recordMetadata()
                .filter(place -> place.topic().equals(topic.name()))
                .isPresent();
    }

    private void requested(@Nullable String key, VideoRequested request) {
        if (request.getAction() == RequestAction.CANCEL) {
            return; // publisher-service decides, and writes the end of the attempt to video-failed
        }
        if (!RequestRules.problems(request).isEmpty() || !request.getVideoId().equals(key)) {
            // publisher-service ends every attempt, and reports this failure.
            log.atWarn()
                    .addKeyValue("videoId", request.getVideoId())
                    .addKeyValue("problems", RequestRules.problems(request))
                    .log("invalid request skipped");
            return;
        }
        Optional<EncodingJobState> before = known(request.getVideoId());
        if (before.isPresent() && before.get().getAttempt() >= request.getAttempt()) {
            return;
        }
        apply(before.orElse(null), EncodingJob.begin(request, policy, now()));
    }

    private void finished(@Nullable String key, EncoderTaskResult result) {
        requireAddressed(key, result.getVideoId());
        known(result.getVideoId())
                .ifPresent(state -> apply(state, EncodingJob.onResult(state, details(state), result, policy, now())));
    }

    private void ended(@Nullable String key, VideoFailed failed) {
        failed.getVideoId()
                .filter(videoId -> videoId.equals(key)) // a dead letter has another key, or none
                .flatMap(this::known)
                .ifPresent(state ->
                        apply(state, EncodingJob.onEnded(state, details(state), failed.getAttempt(), policy, now())));
    }

    /**
     * A task's backoff is over, or an attempt is to be forgotten.
     *
     * @param id of the timer: {@link #timerOf}, or the video's
     */
    @Override
    protected void wake(String id) {
        int slash = id.indexOf(SLASH);
        if (slash < 0) {
            known(id).filter(state -> state.getPhase() == JobPhase.ENDED).ifPresent(state -> states().delete(id));
        } else {
            String taskId = id.substring(slash + 1);
            known(id.substring(0, slash))
                    .ifPresent(state -> apply(state, EncodingJob.onWake(state, details(state), taskId, policy, now())));
        }
    }

    private void apply(@Nullable EncodingJobState before, JobDecision decision) {
        if (before != null && decision.isNothing(before)) {
            return;
        }
        String videoId = decision.state().getVideoId();
        if (!decision.state().equals(before)) {
            put(before, decision.state());
        }
        details().put(videoId, decision.changes());
        // No timer of a task is taken back. If it does not wait for one any more, nothing happens.
        decision.changes()
                .tasks()
                .forEach(task -> task.getWakeAt().ifPresent(due -> timers().set(due, timerOf(videoId, task))));
        decision.effects().forEach(effect -> forward(videoId, effect.value()));
        int attempt = decision.state().getAttempt();
        decision.timeline().ifPresent(timeline -> listener.ended(videoId, attempt, timeline));
        PausePoint.DECIDED.reach();
    }

    private void put(@Nullable EncodingJobState before, EncodingJobState after) {
        String videoId = after.getVideoId();
        if (before != null) {
            before.getForgetAt().ifPresent(due -> timers().cancel(due, videoId));
            if (before.getAttempt() != after.getAttempt() || after.getPhase() == JobPhase.ENDED) {
                details().forget(videoId);
            }
        }
        after.getForgetAt().ifPresent(due -> timers().set(due, videoId));
        states().put(videoId, after);
    }

    private static String timerOf(String videoId, TaskState task) {
        return videoId + SLASH + task.getTaskId();
    }

    private JobDetails details(EncodingJobState state) {
        return details().of(state.getVideoId());
    }

    private JobStore details() {
        return Objects.requireNonNull(details, "init() was not called");
    }
}
