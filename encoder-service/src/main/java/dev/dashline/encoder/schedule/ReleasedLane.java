package dev.dashline.encoder.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tasks of one lane that were released and are not settled. Not thread-safe. */
final class ReleasedLane {

    private final SchedulePolicy policy;
    private final Pace pace;
    /** By video and task id. */
    private final Map<String, Map<String, ReleasedTask>> byVideo = new HashMap<>();
    /** Those that no worker has named, by the number of their cell. */
    private final Map<Integer, ReleasedCell> cells = new TreeMap<>();
    /** Those that a worker has ended, and whose results are on the way. */
    private final Map<TaskTry, ReleasedTask> ended = new LinkedHashMap<>();

    private int count;
    private long workMillis;

    ReleasedLane(SchedulePolicy policy, Pace pace) {
        this.policy = policy;
        this.pace = pace;
    }

    void add(ReleasedTask task) {
        byVideo.computeIfAbsent(task.task().videoId(), id -> new HashMap<>())
                .put(task.task().taskId(), task);
        cell(task.cell()).add(task);
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
        cell(task.cell()).remove(task.task());
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
            cell(known.cell()).taken(task, now).ifPresent(pace::reached);
            ended.remove(task);
            known.named(worker, now);
        });
    }

    /** A worker has done a task in this time. */
    void took(ReleasedTask task, Duration time, Instant now) {
        pace.took(time, task.workMillis());
        if (task.worker() == null) {
            cell(task.cell()).moved(task, now);
        }
    }

    /** A worker no longer says that it runs the task. Another one may run it. */
    void ended(TaskTry task, String worker, Instant now) {
        find(task).filter(known -> known.isRunBy(worker)).ifPresent(known -> {
            known.ended(now);
            ended.put(task, known);
        });
    }

    /** A heartbeat has told which slots are free. */
    void slots(CellSlots slots, Instant now) {
        slots.cells().forEach(this::cell);
        cells.forEach((number, cell) ->
                cell.takeable(slots.free(number) > 0 || (slots.all(number) == 0 && slots.all() > 0), now));
    }

    /**
     * Tasks that no worker runs, though slots are free, and tasks of which no result came.
     *
     * @param listeningSince since when heartbeats have been heard without a break
     */
    List<ReleasedTask> missing(Instant listeningSince, Instant now) {
        return Stream.concat(
                        cells.values().stream().flatMap(cell -> cell.left(listeningSince, now).stream()),
                        ended.values().stream().takeWhile(task -> hasNoResult(task, listeningSince, now)))
                .toList();
    }

    private boolean hasNoResult(ReleasedTask task, Instant listeningSince, Instant now) {
        Instant end = task.endedAt().orElse(now);
        Instant since = end.isAfter(listeningSince) ? end : listeningSince;
        return Duration.between(since, now).compareTo(policy.settling()) >= 0;
    }

    /**
     * Where to release the next task to: to the cell that can take the most. Empty if none can take one.
     *
     * <p>A cell can take as many as it has free slots, and a few more that will be free when tasks arrive, less those
     * that are on their way to it.
     *
     * @param listeningSince since when heartbeats have been heard without a break
     */
    Optional<Integer> nextCell(CellSlots slots, Instant listeningSince) {
        int best = 0;
        long most = 0;
        for (int number : slots.cells()) {
            long credits = (long) slots.free(number)
                    + pace.ahead(slots.all(number), cell(number).meanWorkMillis())
                    - cell(number).onTheWay(listeningSince);
            if (credits > most) {
                best = number;
                most = credits;
            }
        }
        return most > 0 ? Optional.of(best) : Optional.empty();
    }

    /** All tasks that were released and are not settled. */
    Stream<ReleasedTask> all() {
        return byVideo.values().stream().flatMap(ofVideo -> ofVideo.values().stream());
    }

    /** Those of one video. */
    Stream<ReleasedTask> of(String videoId) {
        return byVideo.getOrDefault(videoId, Map.of()).values().stream();
    }

    /** How many of them are being stopped for more urgent ones. */
    long givingWay() {
        return all().filter(ReleasedTask::givesWay).count();
    }

    Pace pace() {
        return pace;
    }

    int count() {
        return count;
    }

    int unnamed() {
        return cells.values().stream().mapToInt(ReleasedCell::size).sum();
    }

    /** Slot time that the tasks take as predicted, milliseconds. */
    long workMillis() {
        return workMillis;
    }

    /** Since when the oldest of the tasks that no worker has named has been ready. */
    Optional<Instant> oldestUnnamed() {
        return cells.values().stream().flatMap(cell -> cell.oldest().stream()).min(Comparator.naturalOrder());
    }

    private ReleasedCell cell(int number) {
        return cells.computeIfAbsent(number, any -> new ReleasedCell(policy.pickUp()));
    }
}
