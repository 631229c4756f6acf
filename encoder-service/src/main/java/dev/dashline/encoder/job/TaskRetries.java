package dev.dashline.encoder.job;

import dev.dashline.events.Failure;
import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.ProvenWrong;
import dev.dashline.events.encoder.RecordedRun;
import dev.dashline.events.encoder.TaskFailed;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.TaskStatus;
import dev.dashline.schemas.FailureCode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what follows a failed try: another try, or the end of the attempt. Not thread-safe. */
final class TaskRetries {

    /** Failures that the task itself may have caused. An unavailable store is not among them. */
    private static final Set<String> BLAMES_TASK =
            Set.of(FailureCode.WORKER_LOST.name(), FailureCode.ENCODER_FAILED.name(), FailureCode.INTERNAL.name());

    /** So many processes have to say what may lie with a machine. */
    private static final int WORDS = 2;

    private final JobDraft job;

    TaskRetries(JobDraft job) {
        this.job = job;
    }

    /** A worker process started a task. */
    void begun(TaskState task, String process) {
        job.put(TaskSteps.running(task, process));
    }

    /** A worker reported that the task failed. */
    void failed(TaskState before, String worker, TaskFailed failed) {
        TaskState task = remember(before, worker, failed);
        if (failed.getFailure().getCode().equals(FailureCode.STORE_UNAVAILABLE.name())) {
            waitForStore(task, failed.getFailure());
        } else if (FailureCode.mayBeOfMachine(failed.getFailure().getCode())) {
            askAnother(TaskSteps.failedOn(TaskSteps.failedOnceMore(task), process(worker)), failed.getFailure());
        } else {
            TaskState counted = TaskSteps.failedOnceMore(task);
            if (mayTryAgain(counted, failed.getFailure())) {
                retryLater(counted, counted.getFailures());
            }
        }
    }

    /**
     * The machine may be at fault rather than the request: it counts when another process says the same, or this one
     * has said it often enough because there is no other.
     */
    private void askAnother(TaskState task, Failure failure) {
        boolean certain = task.getFailedOn().size() >= WORDS
                || task.getFailures() >= job.policy().triesPerTask();
        if (certain) {
            job.fail(failure);
        } else {
            leaveToOthers(task);
        }
    }

    /** A process has left the task to others. */
    void left(TaskState task, String process) {
        TaskState free = TaskSteps.without(task, process);
        if (TaskSteps.avoid(task).contains(process)) {
            leaveToOthers(free); // After a moment, or it would come back at once as long as the others are busy.
        } else {
            job.handedBack(free);
        }
    }

    private void leaveToOthers(TaskState task) {
        job.retryAt(task, job.now().plus(job.policy().secondWord()));
    }

    /** Nothing is wrong with the task: it is tried until the store is back, or that has taken too long. */
    private void waitForStore(TaskState task, Failure failure) {
        Instant since = task.getAwaySince().orElse(job.now());
        if (job.now().isBefore(since.plus(job.policy().outage()))) {
            retryLater(TaskSteps.awaySince(task, since), task.getEpoch());
        } else {
            job.fail(failure);
        }
    }

    private TaskState remember(TaskState task, String worker, TaskFailed failed) {
        Optional<RecordedRun> run = TaskRuns.find(task, task.getEpoch(), process(worker));
        job.remember(TaskFailure.newBuilder()
                .setTaskId(task.getTaskId())
                .setEpoch(task.getEpoch())
                .setWorker(worker)
                .setCode(failed.getFailure().getCode())
                .setMessage(failed.getFailure().getMessage())
                .setExitCode(failed.getExitCode().orElse(null))
                .setFailedAt(job.now())
                .setIssuedAt(run.map(RecordedRun::getIssuedAt).orElse(Instant.EPOCH))
                .setStartedAt(run.map(RecordedRun::getStartedAt).orElse(Instant.EPOCH))
                .build());
        boolean blamed = BLAMES_TASK.contains(failed.getFailure().getCode());
        return blamed ? TaskSteps.harmed(task, process(worker)) : task;
    }

    /** Whether the task may be tried again; if not, the attempt fails. */
    private boolean mayTryAgain(TaskState task, Failure failure) {
        int tries = job.policy().triesPerTask();
        // If there are many, the task is the cause rather than one machine or a shared service.
        boolean poison = failure.getRetryable() && task.getVictims().size() >= tries;
        boolean again =
                FailureCode.mayPass(failure.getCode(), failure.getRetryable()) && task.getFailures() < tries && !poison;
        if (!again) {
            job.fail(poison ? poison(task, failure) : failure);
        }
        return again;
    }

    private void retryLater(TaskState task, int failures) {
        int seed = (job.videoId() + task.getTaskId() + task.getEpoch()).hashCode();
        job.retryAt(task, job.now().plus(job.policy().backoff(failures, seed)));
    }

    /**
     * No worker runs the task any more. If one had begun it and was lost, that try has failed; otherwise nothing is
     * known to have happened to the task, and it goes back into the queue: it must not fail because others are slow.
     */
    void lost(TaskState task, TaskLost loss) {
        List<String> begunBy = task.getBegunBy();
        if (begunBy.isEmpty() || !loss.getWorkerLost()) {
            job.retry(TaskSteps.again(task));
            return;
        }
        TaskFailed lost = new TaskFailed(job.failure(FailureCode.WORKER_LOST, loss.getReason()), null);
        TaskState counted = TaskSteps.failedOnceMore(remember(task, begunBy.get(begunBy.size() - 1), lost));
        if (mayTryAgain(counted, lost.getFailure())) {
            job.retry(TaskSteps.nextTry(counted)); // at once: it is not the task that has to recover
        }
    }

    /**
     * A worker takes too long, though it lives. Another one gets the task as well, and the first result counts. This
     * happens once: if the second one is slow, too, then the task is.
     */
    void slow(TaskState task) {
        if (task.getStatus() == TaskStatus.RUNNING && task.getBesideEpoch().isEmpty()) {
            job.retry(TaskSteps.beside(task));
        }
    }

    /** On which processes a task that is done now had failed for a reason that may lie with their machines. */
    List<ProvenWrong> provenWrong(TaskState task, String doneBy) {
        if (task.getFailedOn().isEmpty()) {
            return List.of();
        }
        Map<String, ProvenWrong> wrong = new LinkedHashMap<>();
        for (TaskFailure tried : job.failures()) {
            String process = process(tried.getWorker());
            if (tried.getTaskId().equals(task.getTaskId())
                    && !process.equals(doneBy)
                    && FailureCode.mayBeOfMachine(tried.getCode())) {
                wrong.put(process, new ProvenWrong(process, tried.getCode(), tried.getFailedAt()));
            }
        }
        return List.copyOf(wrong.values());
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
