package dev.dashline.encoder.job;

import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.TaskState;
import dev.dashline.events.encoder.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks of an attempt, in the order in which they are issued. */
final class TaskTable {

    private final Map<String, TaskState> byId = new LinkedHashMap<>();

    TaskTable(List<TaskState> tasks) {
        tasks.forEach(this::put);
    }

    void put(TaskState task) {
        byId.put(task.getTaskId(), task);
    }

    void plan(String taskId) {
        put(new TaskState(taskId, 1, TaskStatus.PLANNED, null, null, List.of(), 0, List.of(), null));
    }

    void clear() {
        byId.clear();
    }

    Optional<TaskState> find(String taskId) {
        return Optional.ofNullable(byId.get(taskId));
    }

    List<TaskState> asList() {
        return new ArrayList<>(byId.values());
    }

    boolean allDone() {
        return byId.values().stream().allMatch(task -> task.getStatus() == TaskStatus.DONE);
    }

    /** What is known of the parts that were written. */
    PartsSum parts() {
        PartsSum sum = PartsSum.NONE;
        for (TaskState task : byId.values()) {
            sum = task.getPart().map(sum::plus).orElse(sum);
        }
        return sum;
    }

    /** The tasks that are to be put into the queue. */
    List<TaskState> planned() {
        return byId.values().stream()
                .filter(task -> task.getStatus() == TaskStatus.PLANNED)
                .toList();
    }

    List<TaskState> dueBy(Instant now) {
        return byId.values().stream()
                .filter(task ->
                        task.getWakeAt().filter(due -> !due.isAfter(now)).isPresent())
                .toList();
    }

    Optional<Instant> earliestWake() {
        return byId.values().stream().flatMap(task -> task.getWakeAt().stream()).min(Comparator.naturalOrder());
    }

    /** The task is in the queue. */
    static TaskState issued(TaskState task) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.ISSUED)
                .setWakeAt(null)
                .build();
    }

    /** A worker of {@code process} runs the task. */
    static TaskState running(TaskState task, String process) {
        List<String> begunBy = new ArrayList<>(task.getBegunBy());
        if (!begunBy.contains(process)) {
            begunBy.add(process);
        }
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.RUNNING)
                .setBegunBy(begunBy)
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
        List<String> failedOn = new ArrayList<>(task.getFailedOn());
        if (!failedOn.contains(process)) {
            failedOn.add(process);
        }
        return TaskState.newBuilder(task).setFailedOn(failedOn).build();
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

    /** The same try is to be put into the queue once more. */
    static TaskState again(TaskState task) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.PLANNED)
                .setWakeAt(null)
                .build();
    }

    static TaskState nextTry(TaskState task) {
        return TaskState.newBuilder(task)
                .setEpoch(task.getEpoch() + 1)
                .setStatus(TaskStatus.PLANNED)
                .setWakeAt(null)
                .build();
    }

    static TaskState done(TaskState task, @Nullable PartRef part) {
        return new TaskState(
                task.getTaskId(), task.getEpoch(), TaskStatus.DONE, null, part, List.of(), 0, List.of(), null);
    }
}
