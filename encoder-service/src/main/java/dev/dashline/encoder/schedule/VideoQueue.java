package dev.dashline.encoder.schedule;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tasks of one open video that wait, and its place among other videos. Not thread-safe. */
final class VideoQueue {

    /** The most urgent first. */
    static final Comparator<VideoQueue> BY_URGENCY = Comparator.comparing((VideoQueue video) -> video.due)
            .thenComparing(video -> video.demand.request().getRequestedAt())
            .thenComparing(video -> video.videoId);

    /** Tries after the first go first, since their video waits for them. Chunks go in the order of the video. */
    private static final Comparator<WaitingTask> IN_VIDEO = Comparator.comparing(
                    (WaitingTask waiting) -> waiting.task().epoch() == 1)
            .thenComparing(waiting -> waiting.task().taskId());

    private final String videoId;
    private final Map<Lane, NavigableSet<WaitingTask>> waiting = new EnumMap<>(Lane.class);
    private final Map<String, WaitingTask> byId = new HashMap<>();
    private VideoDemand demand;
    private Instant due;
    private Place place = Place.IN_ORDER;
    private final Correction correction = Correction.ofAll();
    private final Set<String> gaveWay = new HashSet<>();
    /** Work of encoding tasks that wait or run. */
    private long openMillis;

    /** Where a video stands among the others. */
    enum Place {
        /** Its turn comes by urgency, and it has a deadline. */
        WITH_DEADLINE,
        /** Its turn comes by urgency. */
        IN_ORDER,
        /** All others with a deadline go first, since not all can be in time. */
        AT_RISK,
        /** All others go first. */
        BEHIND,
        /** Its encoding must not begin yet, because it could not end in time. */
        HELD
    }

    /**
     * A task that waits.
     *
     * @param workMillis how long one slot will take for it, as predicted, milliseconds
     * @param readyAt when it came into the queue
     */
    record WaitingTask(TaskTry task, long workMillis, Instant readyAt) {}

    VideoQueue(String videoId, VideoDemand demand, Instant due) {
        this.videoId = videoId;
        this.demand = demand;
        this.due = due;
    }

    String videoId() {
        return videoId;
    }

    VideoDemand demand() {
        return demand;
    }

    Instant due() {
        return due;
    }

    Place place() {
        return place;
    }

    /** Whether it has a deadline, or will have one once its encoding has started. */
    boolean hasDeadline() {
        return demand.deadline().isPresent() || demand.timeAfterStart().isPresent();
    }

    /** Whether it has no deadline and waits for longer than a video of its priority should. */
    boolean isOverdue(Instant now) {
        return demand.deadline().isEmpty() && due.isBefore(now);
    }

    /** Slot time that its encoding still takes as predicted, tasks that run included, milliseconds. */
    long openMillis() {
        return openMillis;
    }

    /** Counts work of a task that is open, or with a minus of one that is not any more. */
    void addWork(long millis) {
        openMillis += millis;
    }

    /** Changes what it demands. It must not be in a sorted set meanwhile. */
    void demand(VideoDemand newDemand, Instant newDue) {
        demand = newDemand;
        due = newDue;
    }

    /** Changes its place. It must not be in a sorted set meanwhile. */
    void place(Place newPlace) {
        place = newPlace;
    }

    /** What was seen of its encoding. */
    Correction correction() {
        return correction;
    }

    void add(WaitingTask task) {
        byId.put(task.task().taskId(), task);
        lane(TaskIds.lane(task.task().taskId())).add(task);
    }

    Optional<WaitingTask> find(String taskId) {
        return Optional.ofNullable(byId.get(taskId));
    }

    /** The next task of a lane that is not empty. */
    WaitingTask next(Lane lane) {
        return lane(lane).first();
    }

    /** Takes out a task, to be released: its work stays open. */
    void take(WaitingTask task) {
        byId.remove(task.task().taskId());
        lane(TaskIds.lane(task.task().taskId())).remove(task);
    }

    /** How many of its tasks wait. */
    int count(Lane lane) {
        return lane(lane).size();
    }

    /** A task that ran goes back into the queue for a more urgent video. */
    void givesWay(String taskId) {
        gaveWay.add(taskId);
    }

    /** Whether a task did so before. It does once. */
    boolean gaveWay(String taskId) {
        return gaveWay.contains(taskId);
    }

    boolean isEmpty(Lane lane) {
        return lane(lane).isEmpty();
    }

    List<WaitingTask> waiting() {
        return List.copyOf(byId.values());
    }

    private NavigableSet<WaitingTask> lane(Lane lane) {
        return waiting.computeIfAbsent(lane, key -> new TreeSet<>(IN_VIDEO));
    }
}
