package dev.dashline.encoder.job;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** How many tries of the attempt's tasks failed, those of lost workers not counted. */
    int failures() {
        return job.getFailures();
    }

    void remember(TaskFailure failure) {
        List<TaskFailure> history = new ArrayList<>(job.getHistory());
        history.add(failure);
        job.setHistory(history.subList(Math.max(0, history.size() - REMEMBERED_FAILURES), history.size()));
        if (!failure.getCode().equals(FailureCode.WORKER_LOST.name())) {
            job.setFailures(job.getFailures() + 1);
        }
    }

    /** Reports that encoding started, unless that was reported already. */
    void started(Instant at) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(at);
            report(EncodingState.STARTED, null, null);
        }
    }

    /** Plans the tasks of the transcode phase. */
    void transcode(EncodingPlan plan) {
        job.setPlan(plan);
        job.setPhase(JobPhase.TRANSCODING);
        // Text takes no time. If the text is invalid, the owner learns it before any encoding time is wasted.
        if (!plan.getTextTracks().isEmpty()) {
            tasks.plan(TaskIds.TEXT);
        }
        // An audio track is encoded whole and so may take longest: it starts early, not to be the last one to finish.
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

    /** Issues as many planned tasks as the window has room for, and sets the time at which to look at the job again. */
    JobDecision decide() {
        for (TaskState task : tasks.nextPlanned(policy.window())) {
            tasks.put(TaskTable.issued(task, now, policy.nextLook(now, now)));
            effects.add(new JobEffect.Issue(task(task)));
        }
        job.setTasks(tasks.asList());
        job.setWakeAt(
                hasEnded() ? now.plus(policy.memory()) : tasks.earliestWake().orElse(null));
        return new JobDecision(job.build(), effects);
    }

    private EncoderTask task(TaskState task) {
        return EncoderTask.newBuilder()
                .setVideoId(job.getVideoId())
                .setAttempt(job.getAttempt())
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setIssuedAt(now)
                .setRequest(job.getRequest())
                .setPlan(job.getPlan())
                .setWork(work(task.getTaskId()))
                .build();
    }

    private Object work(String taskId) {
        return switch (taskId) {
            case TaskIds.ANALYZE -> new Analyze();
            case TaskIds.PACKAGE -> new Package(tasks.parts());
            default -> TaskIds.transcodeWork(taskId);
        };
    }
}
