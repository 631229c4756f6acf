package dev.dashline.encoder.job;

import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.JobProgress;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.events.encoder.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The details of a job while one event is decided. Not thread-safe. */
final class DetailsDraft {

    private final JobDetails before;
    private final JobProgress progressBefore;
    private final JobProgress.Builder progress;
    private final Map<String, TaskState> known = new HashMap<>();
    private final Map<String, TaskState> changed = new LinkedHashMap<>();
    private Optional<TaskFailure> failure = Optional.empty();

    DetailsDraft(JobDetails before) {
        this.before = before;
        this.progressBefore = before.progress();
        this.progress = JobProgress.newBuilder(progressBefore);
    }

    /**
     * A task.
     *
     * @param isOfPhase whether the current phase has such a task. If nothing has happened to it since it was put into
     *     the queue, it is not stored
     */
    Optional<TaskState> find(String taskId, boolean isOfPhase) {
        Optional<TaskState> task =
                before.task(taskId).or(() -> isOfPhase ? Optional.of(TaskSteps.fresh(taskId)) : Optional.empty());
        task.ifPresent(found -> known.put(taskId, found));
        return task;
    }

    void put(TaskState task) {
        if (task.equals(known.get(task.getTaskId()))) {
            changed.remove(task.getTaskId());
        } else {
            changed.put(task.getTaskId(), task);
        }
    }

    /** All tasks to which something has happened. */
    Collection<TaskState> tasks() {
        Map<String, TaskState> all = new LinkedHashMap<>();
        before.tasks().forEach(task -> all.put(task.getTaskId(), task));
        all.putAll(changed);
        return all.values();
    }

    PartsSum parts() {
        return new PartsSum(progress.getParts(), progress.getChecksum());
    }

    void add(PartRef part) {
        PartsSum sum = parts().plus(part);
        progress.setParts(sum.parts()).setChecksum(sum.checksum());
    }

    /** Adds a failed try. */
    void add(TaskFailure failed) {
        failure = Optional.of(failed);
        progress.setFailures(progress.getFailures() + 1);
    }

    /** The failed tries of the attempt, oldest first; the latest ones. */
    List<TaskFailure> failures() {
        List<TaskFailure> all = new ArrayList<>(before.failures());
        failure.ifPresent(all::add);
        return all.subList(Math.max(0, all.size() - JobDetails.REMEMBERED_FAILURES), all.size());
    }

    JobDecision.Changes changes() {
        JobProgress now = progress.build();
        return new JobDecision.Changes(
                List.copyOf(changed.values()),
                now.equals(progressBefore) ? Optional.empty() : Optional.of(now),
                failure);
    }
}
