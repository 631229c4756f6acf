package dev.dashline.encoder.job;

import dev.dashline.events.Failure;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.schemas.FailureCode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Decides what follows a failed try: another try, or the end of the attempt. Not thread-safe. */
final class TaskRetries {

    /** Failures that the task itself may have caused. An unavailable store is not among them. */
    private static final Set<String> BLAMES_TASK =
            Set.of(FailureCode.WORKER_LOST.name(), FailureCode.ENCODER_FAILED.name(), FailureCode.INTERNAL.name());

    /** The worker in a {@link TaskFailure} if no worker is known to have started the task. */
    private static final String UNKNOWN_WORKER = "";

    private final JobDraft job;

    TaskRetries(JobDraft job) {
        this.job = job;
    }

    /**
     * A worker process started a task.
     *
     * <p>If the task has taken down too many workers already, it is given up now, before it takes down this one, too.
     */
    void begun(TaskState task, String process) {
        job.tasks()
                .put(TaskTable.running(
                        task, process, job.now().plus(job.policy().silence())));
        Set<String> before = victims(TaskTable.without(task, process));
        if (before.size() >= job.policy().triesPerTask()) {
            String workers = String.join(", ", before);
            job.fail(job.failure(
                    FailureCode.POISON, "Task " + task.getTaskId() + " took down, or failed on, " + workers + "."));
        }
    }

    /** A worker reported that the task failed. */
    void failed(TaskState task, String worker, TaskFailed failed) {
        Failure failure = failed.getFailure();
        job.remember(TaskFailure.newBuilder()
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(worker)
                .setCode(failure.getCode())
                .setMessage(failure.getMessage())
                .setExitCode(failed.getExitCode().orElse(null))
                .setFailedAt(job.now())
                .build());
        JobPolicy policy = job.policy();
        boolean poison = failure.getRetryable() && victims(task).size() >= policy.triesPerTask();
        boolean exhausted = task.getEpoch() >= policy.triesPerTask() || job.failures() >= policy.failuresPerVideo();
        if (FailureCode.mayPass(failure.getCode(), failure.getRetryable()) && !exhausted && !poison) {
            int seed = (job.videoId() + task.getTaskId() + task.getEpoch()).hashCode();
            job.tasks().put(TaskTable.backingOff(task, job.now().plus(policy.backoff(task.getEpoch(), seed))));
            return;
        }
        job.fail(poison ? poison(task, failure) : failure);
    }

    /**
     * A try ended without a report from a worker.
     *
     * @param worker the last one that started it; empty if none is known to have started it
     */
    void lost(TaskState task, Optional<String> worker, String message) {
        failed(
                task,
                worker.orElse(UNKNOWN_WORKER),
                new TaskFailed(job.failure(FailureCode.WORKER_LOST, message), null));
    }

    /**
     * The worker processes that were lost while they ran a task, or that it failed on. If there are many, the task is
     * the cause rather than one machine or a shared service. A try that no worker started does not count.
     */
    private Set<String> victims(TaskState task) {
        Set<String> victims = new LinkedHashSet<>(task.getBegunBy());
        job.history().stream()
                .filter(tried -> tried.getTaskId().equals(task.getTaskId()) && BLAMES_TASK.contains(tried.getCode()))
                .filter(tried -> !tried.getWorker().equals(UNKNOWN_WORKER))
                .forEach(tried -> victims.add(process(tried.getWorker())));
        return victims;
    }

    /** The process of a worker: its name without the slot. */
    static String process(String worker) {
        return worker.replaceFirst("/.*", "");
    }

    private static Failure poison(TaskState task, Failure last) {
        return Failure.newBuilder(last)
                .setCode(FailureCode.POISON.name())
                .setRetryable(false)
                .setMessage("Task " + task.getTaskId() + " failed on every worker that tried it. " + last.getMessage())
                .build();
    }
}
