package dev.dashline.encoder.job;

import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.JobProgress;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.TaskStatus;
import dev.dashline.events.encoder.Transcoded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of one video's newest attempt: analyze, transcode all parts, package, and another try for what
 * failed.
 *
 * <p>An instance decides about one event and is thrown away; what lasts is the {@link EncodingJobState} and the {@link
 * JobDetails}. The same state, details, event and time give the same decision. What a decision costs does not grow with
 * the number of tasks, but for those that issue and that forget them. Not thread-safe.
 */
public final class EncodingJob {

    private final JobDraft job;
    private final TaskRetries retries;

    private EncodingJob(JobDraft job) {
        this.job = job;
        this.retries = new TaskRetries(job);
    }

    /** Begins an attempt, of which there are no details yet. */
    public static JobDecision begin(VideoRequested request, JobPolicy policy, Instant now) {
        EncodingJobState state = EncodingJobState.newBuilder()
                .setVideoId(request.getVideoId())
                .setAttempt(request.getAttempt())
                .setPhase(JobPhase.ANALYZING)
                .setRequest(request)
                .build();
        JobDraft job = new JobDraft(state, new NoDetails(), policy, now);
        job.analyze();
        return job.decide();
    }

    /** Applies what was reported of a task that is not done, if it is about a try that counts. */
    public static JobDecision onResult(
            EncodingJobState state, JobDetails details, EncoderTaskResult result, JobPolicy policy, Instant now) {
        if (isOver(state, result.getAttempt())) {
            return JobDecision.nothing(state);
        }
        JobDraft job = new JobDraft(state, details, policy, now);
        Optional<TaskState> current = job.find(result.getTaskId()).flatMap(task -> awaited(task, result));
        current.ifPresent(task -> new EncodingJob(job).apply(task, result));
        return job.decide();
    }

    private static boolean isOver(EncodingJobState state, int attempt) {
        return state.getPhase() == JobPhase.ENDED || state.getAttempt() != attempt;
    }

    /** The task, as the try has it that a result is of; empty if that result does not count. */
    private static Optional<TaskState> awaited(TaskState task, EncoderTaskResult result) {
        if (task.getStatus() == TaskStatus.DONE) {
            return Optional.empty();
        }
        boolean success = ResultVisitor.isSuccess(result);
        if (task.getEpoch() == result.getEpoch()) {
            // A worker that was given up may have finished all the same: that result counts.
            return task.getStatus() != TaskStatus.BACKOFF || success ? Optional.of(task) : Optional.empty();
        }
        return Optional.of(task)
                .filter(any -> success)
                .flatMap(TaskSteps::earlier)
                .filter(earlier -> earlier.getEpoch() == result.getEpoch());
    }

    /** Ends an attempt that another service ended. */
    public static JobDecision onEnded(
            EncodingJobState state, JobDetails details, int attempt, JobPolicy policy, Instant now) {
        JobDraft job = new JobDraft(state, details, policy, now);
        if (!isOver(state, attempt)) {
            job.end();
        }
        return job.decide();
    }

    /** It is {@code wakeAt} of a task: tries it again if its backoff is over. */
    public static JobDecision onWake(
            EncodingJobState state, JobDetails details, String taskId, JobPolicy policy, Instant now) {
        JobDraft job = new JobDraft(state, details, policy, now);
        job.find(taskId)
                .filter(task ->
                        task.getWakeAt().filter(due -> !due.isAfter(now)).isPresent())
                .ifPresent(task -> job.retry(TaskSteps.nextTry(task)));
        return job.decide();
    }

    private void apply(TaskState task, EncoderTaskResult result) {
        TaskState noted = TaskRuns.noted(task, result);
        job.put(noted);
        boolean byWorker = !result.getWorker().isEmpty();
        if (byWorker && job.phase() != JobPhase.ANALYZING) {
            job.started(result.getAt());
        }
        ResultVisitor.visit(result, new Effects(noted, result.getWorker())).run();
    }

    /** What each kind of result does to the job. */
    private final class Effects implements ResultVisitor<Runnable> {

        private final TaskState task;
        private final String worker;
        private final String process;

        Effects(TaskState task, String worker) {
            this.task = task;
            this.worker = worker;
            this.process = TaskRetries.process(worker);
        }

        @Override
        public Runnable begun() {
            return () -> retries.begun(task, process);
        }

        @Override
        public Runnable left() {
            return () -> retries.left(task, process);
        }

        @Override
        public Runnable lost(TaskLost lost) {
            return () -> retries.lost(task, lost);
        }

        @Override
        public Runnable slow() {
            return () -> retries.slow(task);
        }

        @Override
        public Runnable analyzed(Analyzed analyzed) {
            return () -> {
                job.done(task, retries.provenWrong(task, process));
                job.transcode(analyzed.getPlan(), analyzed.getReport().orElse(null));
            };
        }

        @Override
        public Runnable transcoded(Transcoded transcoded) {
            return () -> job.transcoded(task, transcoded.getPart(), retries.provenWrong(task, process));
        }

        @Override
        public Runnable packaged(Packaged packaged) {
            return () -> job.succeed(packaged.getEncoded(), packaged.getNotes());
        }

        @Override
        public Runnable failed(TaskFailed failed) {
            return () -> retries.failed(TaskSteps.without(task, process), worker, failed);
        }
    }

    private static final class NoDetails implements JobDetails {

        @Override
        public Optional<TaskState> task(String taskId) {
            return Optional.empty();
        }

        @Override
        public JobProgress progress() {
            return new JobProgress(0, 0L, 0);
        }

        @Override
        public List<TaskState> tasks() {
            return List.of();
        }

        @Override
        public List<TaskFailure> failures() {
            return List.of();
        }
    }
}
