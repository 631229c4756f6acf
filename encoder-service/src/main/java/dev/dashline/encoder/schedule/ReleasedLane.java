package dev.dashline.encoder.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tasks of one lane that were released and are not settled. Not thread-safe. */
final class ReleasedLane {

    private final SchedulePolicy policy;
    private final Pace pace;
    /** By video and task id. */
    private final Map<String, Map<String, ReleasedTask>> byVideo = new HashMap<>();
    /** Those that no worker has named, in the order in which they were released. */
    private final Map<TaskTry, ReleasedTask> unnamed = new LinkedHashMap<>();
    /** Those that a worker has ended, and whose results are on the way. */
    private final Map<TaskTry, ReleasedTask> ended = new LinkedHashMap<>();

    private int count;
    private long workMillis;
    /** Since when slots have been free without a break; {@link Instant#MAX} while none is. */
    private Instant freeSince = Instant.MAX;
    /** When a worker last took a task. */
    private Instant movedAt = Instant.MIN;

    private final Overtaking overtaking = new Overtaking();

    ReleasedLane(SchedulePolicy policy, Pace pace) {
        this.policy = policy;
        this.pace = pace;
    }

    void add(ReleasedTask task) {
        byVideo.computeIfAbsent(task.task().videoId(), id -> new HashMap<>())
                .put(task.task().taskId(), task);
        unnamed.put(task.task(), task);
        count++;
        workMillis += task.workMillis();
    }

    Optional<ReleasedTask> find(TaskTry task) {
        return find(task.videoId(), task.taskId()).filter(known -> known.task().equals(task));
    }

    /** Whichever try of it there is. */
    Optional<ReleasedTask> find(String videoId, String taskId) {
        return Optional.ofNullable(byVideo.getOrDefault(videoId, Map.of()).get(taskId));
    }

    /** Removes and returns a task, whichever try of it there is. */
    Optional<ReleasedTask> remove(String videoId, String taskId) {
        Map<String, ReleasedTask> ofVideo = byVideo.getOrDefault(videoId, Map.of());
        ReleasedTask task = ofVideo.isEmpty() ? null : ofVideo.remove(taskId);
        if (task == null) {
            return Optional.empty();
        }
        if (ofVideo.isEmpty()) {
            byVideo.remove(videoId);
        }
        unnamed.remove(task.task());
        ended.remove(task.task());
        count--;
        workMillis -= task.workMillis();
        return Optional.of(task);
    }

    void forget(String videoId) {
        List.copyOf(byVideo.getOrDefault(videoId, Map.of()).keySet()).forEach(taskId -> remove(videoId, taskId));
    }

    /** A worker says that it runs a task. */
    void named(TaskTry task, String worker, Instant now) {
        find(task).ifPresent(known -> {
            if (unnamed.remove(task) != null) {
                movedAt = now;
                overtaking.taken(known.releasedAt(), now);
                if (!freeSince.isAfter(known.releasedAt())) {
                    pace.reached(Duration.between(known.releasedAt(), now));
                }
            }
            ended.remove(task);
            known.named(worker, now);
        });
    }

    /** A worker no longer says that it runs the task. Another one may run it. */
    void ended(TaskTry task, String worker, Instant now) {
        find(task).filter(known -> known.isRunBy(worker)).ifPresent(known -> {
            known.ended(now);
            ended.put(task, known);
        });
    }

    /** Whether slots of the lane are free, and were so when the last heartbeat came. */
    void slotsAreFree(boolean free, Instant now) {
        if (!free) {
            freeSince = Instant.MAX;
        } else if (freeSince.equals(Instant.MAX)) {
            freeSince = now;
        }
    }

    /**
     * Tasks that no worker runs, though slots are free, and tasks of which no result came.
     *
     * @param listeningSince since when heartbeats have been heard without a break
     */
    List<ReleasedTask> missing(Instant listeningSince, Instant now) {
        // The oldest come first. Of those that were restored, none counts from before the first heartbeat.
        return Stream.concat(
                        unnamed.values().stream().takeWhile(task -> isLeft(task, listeningSince, now)),
                        ended.values().stream().takeWhile(task -> hasNoResult(task, listeningSince, now)))
                .toList();
    }

    private boolean isLeft(ReleasedTask task, Instant listeningSince, Instant now) {
        if (freeSince.equals(Instant.MAX)) {
            return false;
        }
        Instant since = latest(task.releasedAt(), freeSince, listeningSince);
        // While workers take earlier tasks this one comes after them. If they take later ones, a dead process has it.
        boolean standsStill = Duration.between(latest(since, movedAt), now).compareTo(policy.pickUp()) >= 0;
        return standsStill
                || overtaking
                        .since(task.releasedAt())
                        .filter(then ->
                                Duration.between(latest(since, then), now).compareTo(policy.pickUp()) >= 0)
                        .isPresent();
    }

    private boolean hasNoResult(ReleasedTask task, Instant listeningSince, Instant now) {
        Instant since = latest(task.endedAt().orElse(now), listeningSince);
        return Duration.between(since, now).compareTo(policy.settling()) >= 0;
    }

    Pace pace() {
        return pace;
    }

    int count() {
        return count;
    }

    int unnamed() {
        return unnamed.size();
    }

    /** Slot time that the tasks take as predicted, milliseconds. */
    long workMillis() {
        return workMillis;
    }

    /** Since when the oldest of the tasks that no worker has named has been ready. */
    Optional<Instant> oldestUnnamed() {
        return unnamed.values().stream().map(ReleasedTask::readyAt).min(Comparator.naturalOrder());
    }

    private static Instant latest(Instant first, Instant... others) {
        Instant latest = first;
        for (Instant other : others) {
            latest = other.isAfter(latest) ? other : latest;
        }
        return latest;
    }
}
