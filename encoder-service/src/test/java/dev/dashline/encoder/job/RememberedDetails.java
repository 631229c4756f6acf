package dev.dashline.encoder.job;

import dev.dashline.events.TaskFailure;
import dev.dashline.events.encoder.EncodingJobState;
import dev.dashline.events.encoder.JobPhase;
import dev.dashline.events.encoder.JobProgress;
import dev.dashline.events.encoder.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The details of one job, in memory. */
final class RememberedDetails implements JobDetails {

    private final Map<String, TaskState> tasks = new LinkedHashMap<>();
    private final List<TaskFailure> failures = new ArrayList<>();
    private JobProgress progress = new JobProgress(0, 0L, 0);

    void store(JobDecision decision) {
        EncodingJobState state = decision.state();
        decision.changes().tasks().forEach(task -> tasks.put(task.getTaskId(), task));
        decision.changes().progress().ifPresent(changed -> progress = changed);
        decision.changes().failure().ifPresent(failures::add);
        if (state.getPhase() == JobPhase.ENDED) {
            tasks.clear();
            failures.clear();
        }
    }

    @Override
    public List<TaskState> tasks() {
        return List.copyOf(tasks.values());
    }

    /** The task that is tried again next. */
    TaskState nextToWake() {
        return tasks.values().stream()
                .filter(task -> task.getWakeAt().isPresent())
                .min(Comparator.comparing(RememberedDetails::wakeAt))
                .orElseThrow();
    }

    static Instant wakeAt(TaskState task) {
        return task.getWakeAt().orElseThrow();
    }

    @Override
    public Optional<TaskState> task(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    @Override
    public JobProgress progress() {
        return progress;
    }

    @Override
    public List<TaskFailure> failures() {
        return failures.subList(Math.max(0, failures.size() - REMEMBERED_FAILURES), failures.size());
    }
}
