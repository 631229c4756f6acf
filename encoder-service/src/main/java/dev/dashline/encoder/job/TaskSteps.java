package dev.dashline.encoder.job;

import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that a task can take. Pure. */
final class TaskSteps {

    private TaskSteps() {}

    /** The task has just been put into the queue for the first time. */
    static TaskState fresh(String taskId) {
        return TaskState.newBuilder()
                .setTaskId(taskId)
                .setEpoch(1)
                .setStatus(TaskStatus.ISSUED)
                .build();
    }

    /** A worker of {@code process} runs the task. */
    static TaskState running(TaskState task, String process) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.RUNNING)
                .setBegunBy(with(task.getBegunBy(), process))
                .build();
    }

    /** The process no longer runs the task, and the task did it no harm. */
    static TaskState without(TaskState task, String process) {
        return TaskState.newBuilder(task)
                .setBegunBy(task.getBegunBy().stream()
                        .filter(each -> !each.equals(process))
                        .toList())
                .build();
    }

    /** Another try of the task has failed. */
    static TaskState failedOnceMore(TaskState task) {
        return TaskState.newBuilder(task)
                .setFailures(task.getFailures() + 1)
                .setAwaySince(null)
                .build();
    }

    /** A try failed on this process for a reason that may lie with its machine. */
    static TaskState failedOn(TaskState task, String process) {
        return TaskState.newBuilder(task)
                .setFailedOn(with(task.getFailedOn(), process))
                .build();
    }

    /** A try failed on this process for a reason that may lie with the task. */
    static TaskState harmed(TaskState task, String process) {
        return TaskState.newBuilder(task)
                .setVictims(with(task.getVictims(), process))
                .build();
    }

    /** A try failed because the object store has been away since then. */
    static TaskState awaySince(TaskState task, Instant since) {
        return TaskState.newBuilder(task).setAwaySince(since).build();
    }

    /** The task failed; the next try begins at {@code wakeAt}. */
    static TaskState backingOff(TaskState task, Instant wakeAt) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.BACKOFF)
                .setWakeAt(wakeAt)
                .build();
    }

    /** The same try is in the queue once more. If a worker is at it after all, the first result counts. */
    static TaskState again(TaskState task) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.ISSUED)
                .setBegunBy(List.of())
                .setWakeAt(null)
                .build();
    }

    static TaskState nextTry(TaskState task) {
        return again(TaskState.newBuilder(task).setEpoch(task.getEpoch() + 1).build());
    }

    /** Another try is in the queue, while the process that took too long for this one may still be at it. */
    static TaskState beside(TaskState task) {
        List<String> slow = new ArrayList<>(task.getSlowOn());
        task.getBegunBy().stream().filter(process -> !slow.contains(process)).forEach(slow::add);
        return TaskState.newBuilder(nextTry(task))
                .setBesideEpoch(task.getEpoch())
                .setSlowOn(slow)
                .build();
    }

    /** The task, as the earlier try has it that may still run; empty if there is none. */
    static Optional<TaskState> earlier(TaskState task) {
        return task.getBesideEpoch()
                .map(epoch -> TaskState.newBuilder(task).setEpoch(epoch).build());
    }

    /** The processes that should leave the task to others. */
    static List<String> avoid(TaskState task) {
        List<String> avoid = new ArrayList<>(task.getFailedOn());
        task.getSlowOn().stream().filter(process -> !avoid.contains(process)).forEach(avoid::add);
        return avoid;
    }

    static TaskState done(TaskState task) {
        return TaskState.newBuilder(fresh(task.getTaskId()))
                .setEpoch(task.getEpoch())
                .setStatus(TaskStatus.DONE)
                .setRuns(task.getRuns())
                .build();
    }

    private static List<String> with(List<String> processes, String process) {
        List<String> all = new ArrayList<>(processes);
        if (!all.contains(process)) {
            all.add(process);
        }
        return all;
    }
}
