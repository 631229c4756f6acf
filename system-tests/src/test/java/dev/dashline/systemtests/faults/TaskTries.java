package dev.dashline.systemtests.faults;

import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.TaskBegun;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskSlow;
import dev.dashline.systemtests.history.AttemptId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of tries of tasks, as workers and the scheduler tell it. Repeated records change nothing. Not
 * thread-safe.
 */
final class TaskTries {

    private final Map<TaskTry, String> running = new HashMap<>();
    private final Map<TaskTry, String> lost = new HashMap<>();
    private final Set<TaskTry> ended = new HashSet<>();

    /** One try of a task. */
    record TaskTry(AttemptId attempt, String taskId, int epoch) {

        @Override
        public String toString() {
            return taskId + " of " + attempt + ", try " + epoch;
        }
    }

    void keep(EncoderTaskResult result) {
        TaskTry task = new TaskTry(
                new AttemptId(result.getVideoId(), result.getAttempt()), result.getTaskId(), result.getEpoch());
        if (result.getOutcome() instanceof TaskSlow) {
            return; // It goes on.
        }
        if (result.getOutcome() instanceof TaskBegun) {
            if (!ended.contains(task)) {
                running.put(task, result.getWorker());
            }
        } else if (ended.add(task)) {
            String worker = running.remove(task);
            if (worker != null && result.getOutcome() instanceof TaskLost) {
                lost.put(task, worker);
            }
        }
    }

    /** Those that a process has begun and of which no end is known. */
    List<TaskTry> running(long pid) {
        return of(pid, running);
    }

    /** Those that a process had begun when the scheduler gave them up. */
    List<TaskTry> lost(long pid) {
        return of(pid, lost);
    }

    private static List<TaskTry> of(long pid, Map<TaskTry, String> tries) {
        return tries.entrySet().stream()
                .filter(entry -> entry.getValue().contains("-" + pid + "-"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
