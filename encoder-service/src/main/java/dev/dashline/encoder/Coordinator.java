package dev.dashline.encoder;

import dev.dashline.encoder.job.EncodingJob;
import dev.dashline.encoder.job.JobDecision;
import dev.dashline.encoder.job.JobPolicy;
import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.kafka.CommitPace;
import dev.dashline.runtime.kafka.EventHandlers;
import dev.dashline.runtime.kafka.RefusedRecordException;
import dev.dashline.runtime.kafka.VideoProcessor;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.RequestRules;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a video's state, lets {@link EncodingJob} decide, stores the new state and its timer, and forwards the effects.
 */
final class Coordinator extends VideoProcessor<EncodingJobState> {

    static final String JOBS = "encoding-jobs";
    static final String TIMERS = "encoding-timers";

    private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

    private final JobPolicy policy;
    private final EventHandlers handlers = new EventHandlers()
            .on(VideoRequested.class, this::requested)
            .on(EncoderTaskResult.class, this::finished)
            .on(VideoFailed.class, this::ended);
    private @Nullable CommitPace commits;

    Coordinator(JobPolicy policy) {
        super(JOBS, TIMERS);
        this.policy = policy;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        commits = new CommitPace(context);
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
        known(result.getVideoId()).ifPresent(state -> apply(state, EncodingJob.onResult(state, result, policy, now())));
    }

    private void ended(@Nullable String key, VideoFailed failed) {
        failed.getVideoId()
                .filter(videoId -> videoId.equals(key)) // a dead letter has another key, or none
                .flatMap(this::known)
                .ifPresent(state -> apply(state, EncodingJob.onEnded(state, failed.getAttempt(), policy, now())));
    }

    @Override
    protected void wake(String videoId) {
        known(videoId).ifPresent(state -> {
            if (state.getPhase() == JobPhase.ENDED) {
                states().delete(videoId);
            } else {
                apply(state, EncodingJob.onWake(state, policy, now()));
            }
        });
    }

    private void apply(@Nullable EncodingJobState before, JobDecision decision) {
        EncodingJobState after = decision.state();
        if (after.equals(before) && decision.effects().isEmpty()) {
            return;
        }
        String videoId = after.getVideoId();
        if (before != null) {
            before.getWakeAt().ifPresent(due -> timers().cancel(due, videoId));
        }
        after.getWakeAt().ifPresent(due -> timers().set(due, videoId));
        states().put(videoId, after);
        decision.effects().forEach(effect -> forward(videoId, effect.value()));
        if (commits != null && !decision.effects().isEmpty()) {
            commits.forwarded(); // The scheduler waits for it.
        }
        PausePoint.DECIDED.reach();
    }
}
