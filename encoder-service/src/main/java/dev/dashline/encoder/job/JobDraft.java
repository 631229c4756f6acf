package dev.dashline.encoder.job;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.SourceNote;
import dev.dashline.events.SourceReport;
import dev.dashline.events.Stage;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.ProvenWrong;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TaskSettled;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.VideoClosed;
import dev.dashline.events.encoder.VideoOpened;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.storage.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job while one event is decided: its phases, the tasks that each phase needs, and what is reported. {@link #decide}
 * makes a {@link JobDecision} of all changes. Not thread-safe.
 */
final class JobDraft {

    private final JobPolicy policy;
    private final Instant now;
    private final EncodingJobState.Builder job;
    private final DetailsDraft details;
    private final List<JobEffect> effects = new ArrayList<>();
    private Optional<Timeline> timeline = Optional.empty();

    JobDraft(EncodingJobState state, JobDetails details, JobPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        this.job = EncodingJobState.newBuilder(state);
        this.details = new DetailsDraft(details);
    }

    String videoId() {
        return job.getVideoId();
    }

    JobPolicy policy() {
        return policy;
    }

    Instant now() {
        return now;
    }

    JobPhase phase() {
        return job.getPhase();
    }

    /** A task of the attempt that was put into the queue at some time. */
    Optional<TaskState> find(String taskId) {
        return details.find(taskId, isOfPhase(taskId));
    }

    private boolean isOfPhase(String taskId) {
        return switch (job.getPhase()) {
            case ANALYZING -> taskId.equals(TaskIds.ANALYZE);
            case TRANSCODING -> TaskIds.isOfPart(taskId, job.getPlan());
            case PACKAGING -> taskId.equals(TaskIds.PACKAGE);
            case ENDED -> false;
        };
    }

    void put(TaskState task) {
        details.put(task);
    }

    /** Remembers a failed try. */
    void remember(TaskFailure failure) {
        details.add(failure);
    }

    /** The failed tries of all tasks, oldest first; the latest ones. */
    List<TaskFailure> failures() {
        return details.failures();
    }

    /** Reports that encoding started, unless that was reported already. */
    void started(Instant at) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(at);
            report(EncodingState.STARTED, null, null);
        }
    }

    /** Puts the first task into the queue. */
    void analyze() {
        queue(new VideoOpened(job.getRequest(), null));
        ready(TaskSteps.fresh(TaskIds.ANALYZE));
    }

    /** Puts the tasks of the transcode phase into the queue. */
    void transcode(EncodingPlan plan, @Nullable SourceReport report) {
        job.setPlan(plan);
        job.setReport(report);
        job.setPhase(JobPhase.TRANSCODING);
        queue(new VideoOpened(job.getRequest(), plan));
        // Text takes no time. If the text is invalid, the owner learns it before any encoding time is wasted.
        if (!plan.getTextTracks().isEmpty()) {
            ready(TaskSteps.fresh(TaskIds.TEXT));
        }
        // A chunk of sound may take longer than one of small pictures: it should not be the last one to end.
        for (String sound : TaskIds.ofAudio(plan)) {
            ready(TaskSteps.fresh(sound));
        }
        for (int chunk = 0; chunk < plan.getChunks(); chunk++) {
            ready(TaskSteps.fresh(TaskIds.video(chunk)));
        }
    }

    /** A part is there. If it is the last one, all are packaged. */
    void transcoded(TaskState task, PartRef part, List<ProvenWrong> wrong) {
        done(task, wrong);
        details.add(part);
        if (details.parts().parts() == TaskIds.countParts(job.getPlan())) {
            job.setPhase(JobPhase.PACKAGING);
            ready(TaskSteps.fresh(TaskIds.PACKAGE));
        }
    }

    /** A task is done, which proves these workers wrong. */
    void done(TaskState task, List<ProvenWrong> wrong) {
        put(TaskSteps.done(task));
        queue(new TaskSettled(task.getTaskId(), task.getEpoch(), wrong));
    }

    /** A worker has given a task back. The scheduler has it as released, and must forget that before it comes again. */
    void handedBack(TaskState task) {
        settled(task);
        retry(TaskSteps.again(task));
    }

    /** A try has failed, and the next one begins at {@code wakeAt}. */
    void retryAt(TaskState task, Instant wakeAt) {
        put(TaskSteps.backingOff(task, wakeAt));
        settled(task);
    }

    /** Puts a task into the queue that was there before. */
    void retry(TaskState task) {
        put(task);
        ready(task);
    }

    /**
     * Ends the attempt as encoded.
     *
     * @param notes what the parts add to the report on the source
     */
    void succeed(EncodedVideo encoded, List<SourceNote> notes) {
        job.setReport(EncodingEvents.completed(job.getReport(), notes));
        report(EncodingState.ENCODED, encoded, null);
        end();
    }

    /** Ends the attempt as failed. */
    void fail(Failure cause) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(now);
        }
        Failure whole = Failure.newBuilder(cause).setHistory(details.failures()).build();
        report(EncodingState.FAILED, null, whole);
        end();
    }

    /** Forgets all but that the attempt existed. */
    void end() {
        timeline = Optional.of(JobTimeline.of(details.tasks(), details.failures(), now));
        job.setPhase(JobPhase.ENDED);
        job.setRequest(null);
        job.setPlan(null);
        job.setReport(null);
        job.setForgetAt(now.plus(policy.memory()));
        queue(new VideoClosed());
    }

    /** A failure of the current phase. */
    Failure failure(FailureCode code, String message) {
        return Failure.newBuilder()
                .setStage(stage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(message)
                .build();
    }

    private Stage stage() {
        return switch (job.getPhase()) {
            case ANALYZING -> Stage.ANALYZE;
            case TRANSCODING -> Stage.TRANSCODE;
            case PACKAGING -> Stage.PACKAGE;
            case ENDED -> Stage.UNKNOWN;
        };
    }

    private void report(EncodingState state, @Nullable EncodedVideo encoded, @Nullable Failure failure) {
        effects.add(new JobEffect.Report(EncodingEvents.of(job, state, encoded, failure)));
    }

    private void settled(TaskState task) {
        queue(new TaskSettled(task.getTaskId(), task.getEpoch(), List.of()));
    }

    private void ready(TaskState task) {
        String taskId = task.getTaskId();
        queue(new TaskReady(
                taskId,
                task.getEpoch(),
                WorkEstimate.millis(taskId, Optional.ofNullable(job.getPlan())),
                TaskSteps.avoid(task),
                work(taskId)));
    }

    private Object work(String taskId) {
        return switch (taskId) {
            case TaskIds.ANALYZE -> new Analyze();
            case TaskIds.PACKAGE -> details.parts().packaging();
            default -> TaskIds.transcodeWork(taskId);
        };
    }

    private void queue(Object change) {
        effects.add(new JobEffect.Queue(new EncoderQueueEvent(job.getVideoId(), job.getAttempt(), change)));
    }

    JobDecision decide() {
        boolean ended = job.getPhase() == JobPhase.ENDED;
        return new JobDecision(job.build(), ended ? JobDecision.Changes.NONE : details.changes(), effects, timeline);
    }
}
