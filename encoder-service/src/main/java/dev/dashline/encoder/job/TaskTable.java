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
import java.util.stream.Stream;
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
        put(new TaskState(taskId, 1, TaskStatus.PLANNED, null, null, null, null, List.of()));
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

    /** The parts that were written: video chunks in order, then audio tracks, then text. */
    List<PartRef> parts() {
        return byId.values().stream()
                .flatMap(task -> task.getPart().stream())
                .sorted(Comparator.comparing((PartRef part) -> TaskIds.kind(part.getTaskId()))
                        .thenComparing(PartRef::getTaskId))
                .toList();
    }

    /** The next tasks to issue, so that no more than {@code window} are queued or running at a time. */
    List<TaskState> nextPlanned(int window) {
        long active = byId.values().stream().filter(TaskTable::isActive).count();
        return having(TaskStatus.PLANNED).limit(Math.max(0, window - active)).toList();
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

    /** The task was put into its queue at {@code issuedAt}; look for it there at {@code wakeAt}. */
    static TaskState issued(TaskState task, Instant issuedAt, Instant wakeAt) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.ISSUED)
                .setWakeAt(wakeAt)
                .setIssuedAt(issuedAt)
                .setQueueEnd(null)
                .build();
    }

    /**
     * The task lies before {@code queueEnd} in its queue, if that offset is known; look for it there at {@code wakeAt}.
     */
    static TaskState before(TaskState task, Optional<Long> queueEnd, Instant wakeAt) {
        return TaskState.newBuilder(task)
                .setQueueEnd(queueEnd.orElse(null))
                .setWakeAt(wakeAt)
                .build();
    }

    /** The same, to be looked at again at {@code wakeAt}. */
    static TaskState waiting(TaskState task, Instant wakeAt) {
        return TaskState.newBuilder(task).setWakeAt(wakeAt).build();
    }

    /** A worker of {@code process} runs the task, and counts as lost if it reports nothing by {@code wakeAt}. */
    static TaskState running(TaskState task, String process, Instant wakeAt) {
        List<String> begunBy = new ArrayList<>(task.getBegunBy());
        if (!begunBy.contains(process)) {
            begunBy.add(process);
        }
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.RUNNING)
                .setWakeAt(wakeAt)
                .setIssuedAt(null)
                .setQueueEnd(null)
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

    /** The task failed; the next try begins at {@code wakeAt}. */
    static TaskState backingOff(TaskState task, Instant wakeAt) {
        return TaskState.newBuilder(task)
                .setStatus(TaskStatus.BACKOFF)
                .setWakeAt(wakeAt)
                .setIssuedAt(null)
                .setQueueEnd(null)
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
        return new TaskState(task.getTaskId(), task.getEpoch(), TaskStatus.DONE, null, part, null, null, List.of());
    }

    private Stream<TaskState> having(TaskStatus status) {
        return byId.values().stream().filter(task -> task.getStatus() == status);
    }

    private static boolean isActive(TaskState task) {
        return task.getStatus() == TaskStatus.ISSUED || task.getStatus() == TaskStatus.RUNNING;
    }
}
