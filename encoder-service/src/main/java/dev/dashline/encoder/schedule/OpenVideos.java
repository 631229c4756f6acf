package dev.dashline.encoder.schedule;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.VideoQueue.Place;
import dev.dashline.encoder.schedule.VideoQueue.WaitingTask;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The open videos and their waiting tasks, the most urgent video first. Not thread-safe. */
final class OpenVideos {

    /** With many videos, it is judged no more often than this which of them can be in time. */
    private static final Duration JUDGE_EVERY = Duration.ofMillis(500);

    private static final int FEW = 100;
    private static final double NEWEST = 0.1;
    private static final double FIRST_GUESS_MILLIS = 10_000;

    private final SchedulePolicy policy;
    private final Map<String, VideoQueue> byId = new HashMap<>();
    private final Map<Lane, LaneQueue> lanes = new EnumMap<>(Lane.class);
    private double typicalMillis = FIRST_GUESS_MILLIS;
    private Instant judgedAt = Instant.MIN;
    private boolean changed;
    private int predictedLate;

    OpenVideos(SchedulePolicy policy) {
        this.policy = policy;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneQueue(lane));
        }
    }

    Optional<VideoQueue> find(String videoId) {
        return Optional.ofNullable(byId.get(videoId));
    }

    LaneQueue lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    /** How many open videos will miss a deadline, as judged last. */
    int predictedLate() {
        return predictedLate;
    }

    /** Opens a video, or changes what it demands. */
    void open(String videoId, VideoDemand demand) {
        VideoQueue video = byId.get(videoId);
        boolean planned = demand.workMillis().isPresent()
                && (video == null || video.demand().workMillis().isEmpty());
        if (planned) {
            typicalMillis += NEWEST * (demand.workMillis().orElseThrow() - typicalMillis);
        }
        Instant due = demand.due(policy, Math.round(typicalMillis));
        if (video == null) {
            byId.put(videoId, new VideoQueue(videoId, demand, due));
        } else {
            rank(video, () -> video.demand(demand, due));
        }
        changed = true;
    }

    void close(VideoQueue video) {
        byId.remove(video.videoId());
        video.waiting().forEach(task -> takeOut(video, task));
        changed = true;
    }

    void add(VideoQueue video, WaitingTask task) {
        video.add(task);
        lane(TaskIds.lane(task.task().taskId())).added(video, task);
        addWork(video, task.task().taskId(), task.workMillis());
    }

    /** Removes a task if it waits. */
    void remove(VideoQueue video, String taskId) {
        video.find(taskId).ifPresent(task -> {
            takeOut(video, task);
            addWork(video, taskId, -task.workMillis());
        });
    }

    /** Takes the next task of the video, to be released: its work stays open. */
    WaitingTask take(VideoQueue video, Lane lane) {
        WaitingTask next = video.next(lane);
        takeOut(video, next);
        return next;
    }

    /** Counts work of a task that is open, or with a minus of one that is not any more. */
    void addWork(VideoQueue video, String taskId, long millis) {
        if (TaskIds.lane(taskId) == Lane.ENCODE) {
            video.addWork(millis);
            changed = true;
        }
    }

    /**
     * Decides which videos go behind all others, and which are held back.
     *
     * @param slots how many slots encode
     * @param pace how long encoding takes
     */
    void judge(int slots, Pace pace, Instant now) {
        boolean longAgo = !now.isBefore(judgedAt.plus(JUDGE_EVERY));
        boolean again = longAgo || (changed && byId.size() <= FEW);
        if (!again || slots == 0) {
            return;
        }
        changed = false;
        judgedAt = now;
        boolean matters = byId.values().stream().anyMatch(VideoQueue::hasDeadline);
        Feasibility.Verdict verdict = matters
                ? Feasibility.of(
                        byId.values().stream().map(video -> need(video, pace)).toList(), slots, pace.longTask(), now)
                : Feasibility.Verdict.FINE;
        predictedLate = verdict.late();
        byId.values().forEach(video -> place(video, verdict));
    }

    private void place(VideoQueue video, Feasibility.Verdict verdict) {
        Place place = place(video.videoId(), verdict, video.demand().deadline().isPresent());
        if (place != video.place()) {
            rank(video, () -> video.place(place));
        }
    }

    private static Place place(String videoId, Feasibility.Verdict verdict, boolean hasDeadline) {
        if (verdict.held().contains(videoId)) {
            return Place.HELD;
        }
        if (verdict.behind().contains(videoId)) {
            return Place.BEHIND;
        }
        if (verdict.atRisk().contains(videoId)) {
            return Place.AT_RISK;
        }
        return hasDeadline ? Place.WITH_DEADLINE : Place.IN_ORDER;
    }

    /**
     * Slot time that is left in a lane, milliseconds: what is expected of all its tasks, less what those that run have
     * had of it. What was seen of a video says more of its tasks than what was seen of others.
     *
     * @param released the tasks of the lane that do not wait any more
     */
    double leftMillis(Lane lane, ReleasedLane released, Instant now) {
        Pace pace = released.pace();
        double open = lane == Lane.ENCODE
                ? byId.values().stream()
                        .mapToDouble(video -> video.openMillis() * pace.forecast(video.correction()))
                        .sum()
                : (lane(lane).workMillis() + released.workMillis()) * pace.correction();
        double had = released.all()
                .mapToDouble(task -> hadMillis(task, lane, pace, now))
                .sum();
        return Math.max(0, open - had);
    }

    /** Slot time that is left of the encoding of one video, milliseconds. */
    double leftMillis(VideoQueue video, ReleasedLane encoding, Instant now) {
        Pace pace = encoding.pace();
        double open = video.demand().workMillis().isPresent() ? (double) video.openMillis() : typicalMillis;
        double had = encoding.of(video.videoId())
                .mapToDouble(task -> hadMillis(task, Lane.ENCODE, pace, now))
                .sum();
        return Math.max(0, open * pace.forecast(video.correction()) - had);
    }

    /** The first videos in the order in which their turn comes, about as {@link ReleaseOrder} has it. */
    List<VideoQueue> inTurn(int atMost) {
        boolean deadlines = byId.values().stream().anyMatch(video -> video.place() == Place.WITH_DEADLINE);
        // A video whose place is none of these goes first.
        List<Place> later = deadlines
                ? List.of(Place.AT_RISK, Place.BEHIND, Place.HELD)
                : List.of(Place.IN_ORDER, Place.BEHIND, Place.HELD);
        return byId.values().stream()
                .sorted(Comparator.comparing((VideoQueue video) -> later.indexOf(video.place()))
                        .thenComparing(VideoQueue.BY_URGENCY))
                .limit(atMost)
                .toList();
    }

    /** How much of the time that is expected of a task is over. */
    private double hadMillis(ReleasedTask task, Lane lane, Pace pace, Instant now) {
        double correction = find(task.task().videoId())
                .filter(video -> lane == Lane.ENCODE)
                .map(video -> pace.forecast(video.correction()))
                .orElseGet(pace::correction);
        return task.tookUntil(now)
                .map(time -> Math.min((double) time.toMillis(), task.workMillis() * correction))
                .orElse(0.0);
    }

    private Feasibility.Need need(VideoQueue video, Pace pace) {
        VideoDemand demand = video.demand();
        double millis = demand.workMillis().isPresent() ? video.openMillis() : typicalMillis;
        return new Feasibility.Need(
                video.videoId(),
                video.due(),
                demand.deadline().isPresent(),
                demand.timeAfterStart(),
                millis * pace.correction(video.correction()));
    }

    private void rank(VideoQueue video, Runnable change) {
        lane(Lane.ENCODE).rank(video, () -> lane(Lane.SHORT).rank(video, change));
    }

    private void takeOut(VideoQueue video, WaitingTask task) {
        Lane lane = TaskIds.lane(task.task().taskId());
        video.take(task);
        lane(lane).removed(video, task, !video.isEmpty(lane));
    }
}
