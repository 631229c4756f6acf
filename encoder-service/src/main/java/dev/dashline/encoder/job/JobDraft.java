package dev.dashline.encoder.job;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderQueueEvent;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TaskSettled;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.VideoClosed;
import dev.dashline.events.encoder.VideoOpened;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
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

    private static final int REMEMBERED_FAILURES = 20;

    private final JobPolicy policy;
    private final Instant now;
    private final EncodingJobState.Builder job;
    private final TaskTable tasks;
    private final List<JobEffect> effects = new ArrayList<>();

    JobDraft(EncodingJobState state, JobPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        this.job = EncodingJobState.newBuilder(state);
        this.tasks = new TaskTable(state.getTasks());
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

    TaskTable tasks() {
        return tasks;
    }

    JobPhase phase() {
        return job.getPhase();
    }

    /** The failed tries of the attempt, oldest first; the latest {@value #REMEMBERED_FAILURES} of them. */
    List<TaskFailure> history() {
        return job.getHistory();
    }

    void remember(TaskFailure failure) {
        List<TaskFailure> history = new ArrayList<>(job.getHistory());
        history.add(failure);
        job.setHistory(history.subList(Math.max(0, history.size() - REMEMBERED_FAILURES), history.size()));
    }

    /** Reports that encoding started, unless that was reported already. */
    void started(Instant at) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(at);
            report(EncodingState.STARTED, null, null);
        }
    }

    /** Plans the first task. */
    void analyze() {
        queue(new VideoOpened(job.getRequest(), null));
        tasks.plan(TaskIds.ANALYZE);
    }

    /** Plans the tasks of the transcode phase. */
    void transcode(EncodingPlan plan) {
        job.setPlan(plan);
        job.setPhase(JobPhase.TRANSCODING);
        queue(new VideoOpened(job.getRequest(), plan));
        // Text takes no time. If the text is invalid, the owner learns it before any encoding time is wasted.
        if (!plan.getTextTracks().isEmpty()) {
            tasks.plan(TaskIds.TEXT);
        }
        // An audio track is encoded whole and so may take longest: it should not be the last one to end.
        for (int track = 0; track < plan.getAudioTracks().size(); track++) {
            tasks.plan(TaskIds.audio(track));
        }
        for (int chunk = 0; chunk < plan.getChunks(); chunk++) {
            tasks.plan(TaskIds.video(chunk));
        }
    }

    /** Plans the packaging of what was transcoded. */
    void packageParts() {
        job.setPhase(JobPhase.PACKAGING);
        tasks.plan(TaskIds.PACKAGE);
    }

    /** A task is done. */
    void done(TaskState task, @Nullable PartRef part) {
        tasks.put(TaskTable.done(task, part));
        queue(new TaskSettled(task.getTaskId(), task.getEpoch()));
    }

    /** A worker has given a task back. The scheduler has it as released, and must forget that before it comes again. */
    void handedBack(TaskState task) {
        tasks.put(TaskTable.again(task));
        queue(new TaskSettled(task.getTaskId(), task.getEpoch()));
    }

    /** A try has failed, and the next one begins at {@code wakeAt}. */
    void retryAt(TaskState task, Instant wakeAt) {
        tasks.put(TaskTable.backingOff(task, wakeAt));
        queue(new TaskSettled(task.getTaskId(), task.getEpoch()));
    }

    /** Ends the attempt as encoded. */
    void succeed(EncodedVideo encoded) {
        report(EncodingState.ENCODED, encoded, null);
        end();
    }

    /** Ends the attempt as failed. */
    void fail(Failure cause) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(now);
        }
        Failure whole = Failure.newBuilder(cause).setHistory(job.getHistory()).build();
        report(EncodingState.FAILED, null, whole);
        end();
    }

    /** Forgets all but that the attempt existed. */
    void end() {
        job.setPhase(JobPhase.ENDED);
        job.setRequest(null);
        job.setPlan(null);
        job.setHistory(List.of());
        tasks.clear();
        queue(new VideoClosed());
    }

    boolean hasEnded() {
        return job.getPhase() == JobPhase.ENDED;
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
        String kind = switch (state) {
            case STARTED -> "encoding-started";
            case ENCODED -> "encoded";
            case FAILED -> "encoding-failed";
        };
        effects.add(new JobEffect.Report(VideoEncoded.newBuilder()
                .setEventId(EventIds.of(kind, job.getVideoId(), job.getAttempt()))
                .setVideoId(job.getVideoId())
                .setAttempt(job.getAttempt())
                .setState(state)
                .setEncodingStartedAt(job.getStartedAt())
                .setEncoded(encoded)
                .setFailure(failure)
                .build()));
    }

    private void queue(Object change) {
        effects.add(new JobEffect.Queue(new EncoderQueueEvent(job.getVideoId(), job.getAttempt(), change)));
    }

    /** Puts the planned tasks into the queue, and sets the time at which to look at the job again. */
    JobDecision decide() {
        for (TaskState task : tasks.planned()) {
            tasks.put(TaskTable.issued(task));
            queue(ready(task));
        }
        job.setTasks(tasks.asList());
        job.setWakeAt(
                hasEnded() ? now.plus(policy.memory()) : tasks.earliestWake().orElse(null));
        return new JobDecision(job.build(), effects);
    }

    private TaskReady ready(TaskState task) {
        return new TaskReady(
                task.getTaskId(),
                task.getEpoch(),
                WorkEstimate.millis(task.getTaskId(), Optional.ofNullable(job.getPlan())),
                task.getFailedOn(),
                work(task.getTaskId()));
    }

    private Object work(String taskId) {
        return switch (taskId) {
            case TaskIds.ANALYZE -> new Analyze();
            case TaskIds.PACKAGE -> tasks.parts().packaging();
            default -> TaskIds.transcodeWork(taskId);
        };
    }
}
