package dev.dashline.encoder.job;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.TaskStatus;
import dev.dashline.events.encoder.Transcoded;
import java.time.Instant;
import java.util.Optional;

/**
 * The state machine of one video's newest attempt: analyze, transcode all parts, package, and another try for what
 * failed.
 *
 * <p>An instance decides about one event and is thrown away; what lasts is the {@link EncodingJobState}. The same
 * state, event and time give the same decision. Not thread-safe.
 */
public final class EncodingJob {

    private final JobDraft job;
    private final TaskRetries retries;

    private EncodingJob(EncodingJobState state, JobPolicy policy, Instant now) {
        this.job = new JobDraft(state, policy, now);
        this.retries = new TaskRetries(job);
    }

    /** Begins an attempt. */
    public static JobDecision begin(VideoRequested request, JobPolicy policy, Instant now) {
        EncodingJobState state = EncodingJobState.newBuilder()
                .setVideoId(request.getVideoId())
                .setAttempt(request.getAttempt())
                .setPhase(JobPhase.ANALYZING)
                .setRequest(request)
                .build();
        JobDraft fresh = new JobDraft(state, policy, now);
        fresh.analyze();
        return fresh.decide();
    }

    /** Applies what a worker reported, if it is about the current try of a task that is not done. */
    public static JobDecision onResult(
            EncodingJobState state, EncoderTaskResult result, JobPolicy policy, Instant now) {
        Optional<TaskState> current = new TaskTable(state.getTasks()).find(result.getTaskId());
        boolean stale = state.getPhase() == JobPhase.ENDED
                || state.getAttempt() != result.getAttempt()
                || current.isEmpty()
                || current.get().getEpoch() != result.getEpoch()
                || current.get().getStatus() == TaskStatus.DONE
                // A worker that was given up may have finished all the same: that result counts.
                || (current.get().getStatus() == TaskStatus.BACKOFF && !ResultVisitor.isSuccess(result));
        if (stale) {
            return JobDecision.nothing(state);
        }
        EncodingJob self = new EncodingJob(state, policy, now);
        self.apply(current.get(), result);
        return self.job.decide();
    }

    /** Forgets the tasks of an attempt that another service ended. */
    public static JobDecision onEnded(EncodingJobState state, int attempt, JobPolicy policy, Instant now) {
        if (state.getPhase() == JobPhase.ENDED || state.getAttempt() != attempt) {
            return JobDecision.nothing(state);
        }
        JobDraft job = new JobDraft(state, policy, now);
        job.end();
        return job.decide();
    }

    /** It is {@code state.wakeAt}: tries tasks again whose backoff is over. */
    public static JobDecision onWake(EncodingJobState state, JobPolicy policy, Instant now) {
        if (state.getPhase() == JobPhase.ENDED) {
            return JobDecision.nothing(state);
        }
        JobDraft job = new JobDraft(state, policy, now);
        job.tasks().dueBy(now).forEach(task -> job.tasks().put(TaskTable.nextTry(task)));
        return job.decide();
    }

    private void apply(TaskState task, EncoderTaskResult result) {
        boolean byWorker = !result.getWorker().isEmpty();
        if (byWorker && job.phase() != JobPhase.ANALYZING) {
            job.started(result.getAt());
        }
        ResultVisitor.visit(result, new Effects(task, result.getWorker())).run();
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
            return () -> retries.lost(task, lost.getReason());
        }

        @Override
        public Runnable analyzed(Analyzed analyzed) {
            return () -> {
                job.done(task, null);
                job.transcode(analyzed.getPlan());
            };
        }

        @Override
        public Runnable transcoded(Transcoded transcoded) {
            return () -> {
                job.done(task, transcoded.getPart());
                if (job.tasks().allDone()) {
                    job.packageParts();
                }
            };
        }

        @Override
        public Runnable packaged(Packaged packaged) {
            return () -> job.succeed(packaged.getEncoded());
        }

        @Override
        public Runnable failed(TaskFailed failed) {
            return () -> retries.failed(TaskTable.without(task, process), worker, failed);
        }
    }
}
