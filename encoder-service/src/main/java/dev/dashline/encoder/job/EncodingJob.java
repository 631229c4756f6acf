package dev.dashline.encoder.job;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.EncodingState;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.Analyze;
import dev.dashline.events.encoder.Analyzed;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.Package;
import dev.dashline.events.encoder.Packaged;
import dev.dashline.events.encoder.TaskAlive;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLeft;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.TaskStatus;
import dev.dashline.events.encoder.Transcoded;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one video's newest attempt: analyze, transcode all parts, package, and a second try for what failed.
 *
 * <p>An instance makes one decision about one event and is thrown away; what lasts is the {@link EncodingJobState}. The
 * same state, event and time give the same decision. Not thread-safe.
 */
public final class EncodingJob {

    private static final int REMEMBERED_FAILURES = 20;
    private static final String NOBODY = "";

    /** Failures that a task may cause by itself. A store that is away is no task's fault. */
    private static final Set<String> BLAMES_TASK =
            Set.of(FailureCode.WORKER_LOST.name(), FailureCode.ENCODER_FAILED.name(), FailureCode.INTERNAL.name());

    private final JobPolicy policy;
    private final Instant now;
    private final EncodingJobState.Builder job;
    private final TaskTable tasks;
    private final List<JobEffect> effects = new ArrayList<>();

    private EncodingJob(EncodingJobState state, JobPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        this.job = EncodingJobState.newBuilder(state);
        this.tasks = new TaskTable(state.getTasks());
    }

    /** Begins an attempt. */
    public static JobDecision begin(VideoRequested request, JobPolicy policy, Instant now) {
        EncodingJobState state = EncodingJobState.newBuilder()
                .setVideoId(request.getVideoId())
                .setAttempt(request.getAttempt())
                .setPhase(JobPhase.ANALYZING)
                .setRequest(request)
                .build();
        EncodingJob fresh = new EncodingJob(state, policy, now);
        fresh.tasks.plan(TaskIds.ANALYZE);
        return fresh.decide();
    }

    /** Takes a worker's word, if it is about the current try of a task that is not done. */
    public static JobDecision onResult(
            EncodingJobState state, EncoderTaskResult result, JobPolicy policy, Instant now) {
        Optional<TaskState> current = new TaskTable(state.getTasks()).find(result.getTaskId());
        boolean stale = state.getPhase() == JobPhase.ENDED
                || state.getAttempt() != result.getAttempt()
                || current.isEmpty()
                || current.get().getEpoch() != result.getEpoch()
                || current.get().getStatus() == TaskStatus.DONE
                || (current.get().getStatus() == TaskStatus.BACKOFF && !isSuccess(result.getOutcome()));
        if (stale) {
            return JobDecision.nothing(state);
        }
        EncodingJob self = new EncodingJob(state, policy, now);
        self.take(current.get(), result);
        return self.decide();
    }

    /** What a worker that was given up has done all the same is done. */
    private static boolean isSuccess(Object outcome) {
        return outcome instanceof Analyzed || outcome instanceof Transcoded || outcome instanceof Packaged;
    }

    /** The attempt was ended by somebody else: forget its tasks. */
    public static JobDecision onEnded(EncodingJobState state, int attempt, JobPolicy policy, Instant now) {
        if (state.getPhase() == JobPhase.ENDED || state.getAttempt() != attempt) {
            return JobDecision.nothing(state);
        }
        EncodingJob self = new EncodingJob(state, policy, now);
        self.end();
        return self.decide();
    }

    /**
     * Time has come to {@code state.wakeAt}: retries what waited, gives up on workers that fell silent and on tasks that are in no queue any
     * more.
     *
     * @param listeningSince since when nothing kept results from being read: what a worker said before that may still be on its way
     */
    public static JobDecision onWake(
            EncodingJobState state, TaskQueues queues, Instant listeningSince, JobPolicy policy, Instant now) {
        if (state.getPhase() == JobPhase.ENDED) {
            return JobDecision.nothing(state);
        }
        EncodingJob self = new EncodingJob(state, policy, now);
        for (TaskState task : self.tasks.dueBy(now)) {
            if (self.job.getPhase() == JobPhase.ENDED) {
                break;
            }
            switch (task.getStatus()) {
                case BACKOFF -> self.tasks.put(TaskTable.nextTry(task));
                case ISSUED -> self.lookFor(task, queues, listeningSince);
                default -> self.listenFor(task, listeningSince);
            }
        }
        return self.decide();
    }

    private void take(TaskState task, EncoderTaskResult result) {
        if (job.getPhase() != JobPhase.ANALYZING) {
            started(result.getAt());
        }
        String process = process(result.getWorker());
        Object outcome = result.getOutcome();
        if (outcome instanceof TaskAlive) {
            begun(task, process);
        } else if (outcome instanceof TaskLeft) {
            tasks.put(TaskTable.issued(TaskTable.without(task, process), now, policy.nextLook(now, now)));
        } else if (outcome instanceof Analyzed analyzed) {
            tasks.put(TaskTable.done(task, null));
            planned(analyzed.getPlan());
        } else if (outcome instanceof Transcoded transcoded) {
            tasks.put(TaskTable.done(task, transcoded.getPart()));
            if (tasks.allDone()) {
                job.setPhase(JobPhase.PACKAGING);
                tasks.plan(TaskIds.PACKAGE);
            }
        } else if (outcome instanceof Packaged packaged) {
            report(EncodingState.ENCODED, packaged.getEncoded(), null);
            end();
        } else if (outcome instanceof TaskFailed failed) {
            failed(TaskTable.without(task, process), result.getWorker(), failed);
        }
    }

    /** If workers were lost at it, one after the other, the next may not be. */
    private void begun(TaskState task, String process) {
        tasks.put(TaskTable.running(task, process, now.plus(policy.silence())));
        Set<String> before = victims(TaskTable.without(task, process));
        if (before.size() >= policy.triesPerTask()) {
            String workers = String.join(", ", before);
            giveUp(failure(
                    FailureCode.POISON, "Task " + task.getTaskId() + " took down, or failed on, " + workers + "."));
        }
    }

    private void started(Instant at) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(at);
            report(EncodingState.STARTED, null, null);
        }
    }

    private void planned(EncodingPlan plan) {
        job.setPlan(plan);
        job.setPhase(JobPhase.TRANSCODING);
        // Text takes no time, and if its owner has to change it, that is told before anything was encoded in vain.
        if (!plan.getTextTracks().isEmpty()) {
            tasks.plan(TaskIds.TEXT);
        }
        // Audio tracks are encoded whole and so may take longest: they go first, not to be what all wait for in the
        // end.
        for (int track = 0; track < plan.getAudioTracks().size(); track++) {
            tasks.plan(TaskIds.audio(track));
        }
        for (int chunk = 0; chunk < plan.getChunks(); chunk++) {
            tasks.plan(TaskIds.video(chunk));
        }
    }

    /** A broker drops a record that it has handed out too often, even if all who got it were dead before they could begin. */
    private void lookFor(TaskState task, TaskQueues queues, Instant listeningSince) {
        Instant earliest = listeningSince.plus(policy.queueing());
        Optional<Long> queueEnd = task.getQueueEnd();
        if (earliest.isAfter(now)) {
            tasks.put(TaskTable.waiting(task, earliest));
        } else if (queueEnd.isEmpty()) {
            tasks.put(TaskTable.before(task, queues.end(task.getTaskId()), now.plus(policy.queueing())));
        } else if (queues.havePassed(task.getTaskId(), queueEnd.get())) {
            lost(
                    task,
                    NOBODY,
                    "The broker has handed out " + task.getTaskId() + " and no worker said that it began with it.");
        } else {
            tasks.put(TaskTable.waiting(task, policy.nextLook(task.getIssuedAt().orElse(now), now)));
        }
    }

    private void listenFor(TaskState task, Instant listeningSince) {
        Instant earliest = listeningSince.plus(policy.silence());
        if (earliest.isAfter(now)) {
            tasks.put(TaskTable.waiting(task, earliest));
            return;
        }
        List<String> begunBy = task.getBegunBy();
        lost(
                task,
                begunBy.isEmpty() ? NOBODY : begunBy.get(begunBy.size() - 1),
                "The worker that ran " + task.getTaskId() + " was not heard of for " + policy.silence() + ".");
    }

    private void lost(TaskState task, String worker, String message) {
        failed(task, worker, new TaskFailed(failure(FailureCode.WORKER_LOST, message), null));
    }

    private void failed(TaskState task, String worker, TaskFailed failed) {
        Failure failure = failed.getFailure();
        remember(task, worker, failed);
        boolean poison = failure.getRetryable() && victims(task).size() >= policy.triesPerTask();
        boolean exhausted = task.getEpoch() >= policy.triesPerTask() || job.getFailures() >= policy.failuresPerVideo();
        if (FailureCode.mayPass(failure.getCode(), failure.getRetryable()) && !exhausted && !poison) {
            int seed = (job.getVideoId() + task.getTaskId() + task.getEpoch()).hashCode();
            tasks.put(TaskTable.backingOff(task, now.plus(policy.backoff(task.getEpoch(), seed))));
            return;
        }
        giveUp(poison ? poison(task, failure) : failure);
    }

    /**
     * The worker processes that were lost at a task or that it failed on. If they are many, the task is to blame, and not a worker, nor what
     * all tasks need. One that nobody began is to blame for nothing.
     */
    private Set<String> victims(TaskState task) {
        Set<String> victims = new LinkedHashSet<>(task.getBegunBy());
        job.getHistory().stream()
                .filter(tried -> tried.getTaskId().equals(task.getTaskId()) && BLAMES_TASK.contains(tried.getCode()))
                .filter(tried -> !tried.getWorker().equals(NOBODY))
                .forEach(tried -> victims.add(process(tried.getWorker())));
        return victims;
    }

    /** A worker's name without its slot. */
    private static String process(String worker) {
        return worker.replaceFirst("/.*", "");
    }

    private static Failure poison(TaskState task, Failure last) {
        return Failure.newBuilder(last)
                .setCode(FailureCode.POISON.name())
                .setRetryable(false)
                .setMessage("Task " + task.getTaskId() + " failed on every worker that tried it. " + last.getMessage())
                .build();
    }

    private void remember(TaskState task, String worker, TaskFailed failed) {
        List<TaskFailure> history = new ArrayList<>(job.getHistory());
        history.add(TaskFailure.newBuilder()
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(worker)
                .setCode(failed.getFailure().getCode())
                .setMessage(failed.getFailure().getMessage())
                .setExitCode(failed.getExitCode().orElse(null))
                .setFailedAt(now)
                .build());
        if (!failed.getFailure().getCode().equals(FailureCode.WORKER_LOST.name())) {
            job.setFailures(job.getFailures() + 1);
        }
        job.setHistory(history.subList(Math.max(0, history.size() - REMEMBERED_FAILURES), history.size()));
    }

    private void giveUp(Failure cause) {
        if (job.getStartedAt() == null) {
            job.setStartedAt(now);
        }
        Failure whole = Failure.newBuilder(cause).setHistory(job.getHistory()).build();
        report(EncodingState.FAILED, null, whole);
        end();
    }

    private void end() {
        job.setPhase(JobPhase.ENDED);
        job.setRequest(null);
        job.setPlan(null);
        job.setHistory(List.of());
        tasks.clear();
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

    private Failure failure(FailureCode code, String message) {
        return Failure.newBuilder()
                .setStage(stage())
                .setCode(code.name())
                .setRetryable(code.retryable())
                .setMessage(message)
                .build();
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

    private Stage stage() {
        return switch (job.getPhase()) {
            case ANALYZING -> Stage.ANALYZE;
            case TRANSCODING -> Stage.TRANSCODE;
            case PACKAGING -> Stage.PACKAGE;
            case ENDED -> Stage.UNKNOWN;
        };
    }

    /** Issues what the window has room for, and says when to look again. */
    private JobDecision decide() {
        for (TaskState task : tasks.nextPlanned(policy.window())) {
            tasks.put(TaskTable.issued(task, now, policy.nextLook(now, now)));
            effects.add(new JobEffect.Issue(task(task)));
        }
        job.setTasks(tasks.asList());
        job.setWakeAt(
                job.getPhase() == JobPhase.ENDED
                        ? now.plus(policy.memory())
                        : tasks.earliestWake().orElse(null));
        return new JobDecision(job.build(), effects);
    }
}
