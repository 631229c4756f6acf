package dev.dashline.systemtests.fleet;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.schemas.Lane;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What the coordinator knows of one video: which try of each task counts, and how many chunks are left. */
final class SimulatedJob {

    private final SimulatedVideo video;
    private final Outcome outcome;
    /** The current try of each task that is not done. */
    private final Map<String, TaskTry> current = new HashMap<>();
    /** Earlier tries that are slow, and that count as well. */
    private final Set<TaskTry> slow = new HashSet<>();

    private int left;
    private boolean ended;

    SimulatedJob(SimulatedVideo video) {
        this.video = video;
        this.outcome = new Outcome(video);
        this.left = video.chunks();
    }

    SimulatedVideo video() {
        return video;
    }

    Outcome outcome() {
        return outcome;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    TaskTry first(String taskId) {
        return issue(new TaskTry(video.id(), 1, taskId, 1));
    }

    TaskTry next(TaskTry task) {
        return issue(new TaskTry(task.videoId(), task.attempt(), task.taskId(), task.epoch() + 1));
    }

    /** Another try beside one that goes on. */
    TaskTry beside(TaskTry task) {
        slow.add(task);
        return next(task);
    }

    List<TaskTry> chunks() {
        return IntStream.range(0, video.chunks())
                .mapToObj(chunk -> first(TaskIds.video(chunk)))
                .toList();
    }

    boolean isCurrent(TaskTry task) {
        return !ended && task.equals(current.get(task.taskId()));
    }

    /** Whether the result of this try is welcome. */
    boolean counts(TaskTry task) {
        return isCurrent(task) || (!ended && slow.contains(task) && current.containsKey(task.taskId()));
    }

    /** A task is done; returns whether all chunks are now. */
    boolean done(TaskTry task) {
        current.remove(task.taskId());
        if (TaskIds.lane(task.taskId()) == Lane.ENCODE) {
            left--;
        }
        return left == 0;
    }

    /** As predicted, milliseconds. */
    long work(TaskTry task) {
        return TaskIds.lane(task.taskId()) == Lane.SHORT ? SimulatedVideo.SHORT : video.predicted();
    }

    private TaskTry issue(TaskTry task) {
        current.put(task.taskId(), task);
        return task;
    }
}
