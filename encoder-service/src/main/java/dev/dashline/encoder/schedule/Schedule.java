package dev.dashline.encoder.schedule;

import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.schedule.VideoQueue.WaitingTask;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.events.encoder.ProvenWrong;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The queue of all encoders. Each method takes an event and the time, and returns what is to be done: a task is
 * released when a slot can take it, the most urgent video first; it is lost when no worker names it any more, and
 * stopped when a worker still names it after it was settled.
 *
 * <p>No threads, no clock, no I/O; not thread-safe.
 */
public final class Schedule {

    private final OpenVideos videos;
    private final Map<Lane, ReleasedLane> released = new EnumMap<>(Lane.class);
    private final Map<Lane, ReleaseOrder> orders = new EnumMap<>(Lane.class);
    private final Workers workers;
    private final Asides asides;
    private final Losses losses;
    private final Stragglers stragglers;
    private final GivingWay givingWay;
    private final StopOrders stopOrders;
    private final List<ScheduleEffect> effects = new ArrayList<>();

    public Schedule(SchedulePolicy policy) {
        this.videos = new OpenVideos(policy);
        this.workers = new Workers(policy);
        this.asides = new Asides(policy, workers);
        this.losses = new Losses(policy, workers, released);
        this.stragglers = new Stragglers(policy, videos, workers);
        this.givingWay = new GivingWay(policy, videos, workers);
        this.stopOrders = new StopOrders(policy.settling(), workers);
        for (Lane lane : Lane.values()) {
            released.put(lane, new ReleasedLane(policy, Pace.of(lane)));
            orders.put(lane, new ReleaseOrder(lane, videos.lane(lane)));
        }
    }

    /** An attempt is open, or more is known of it. Forgets the tasks of an earlier attempt; a later one stays. */
    public void opened(String videoId, VideoDemand demand) {
        int known = videos.find(videoId).map(video -> video.demand().attempt()).orElse(demand.attempt());
        if (known < demand.attempt()) {
            forget(videoId);
        }
        if (known <= demand.attempt()) {
            videos.open(videoId, demand);
        }
    }

    /** A task can run. An earlier try of it is forgotten. Ignored if it is known, or its attempt is not open. */
    public List<ScheduleEffect> ready(TaskTry task, long workMillis, Instant now) {
        restored(task, workMillis, now, Optional.empty());
        return decided(now);
    }

    /**
     * A task that is in the queue already.
     *
     * @param release of the task; empty if it waits
     */
    public void restored(TaskTry task, long workMillis, Instant readyAt, Optional<Release> release) {
        open(task.videoId(), task.attempt())
                .filter(video -> !isKnown(video, task))
                .ifPresent(video -> {
                    remove(video, task.taskId());
                    WaitingTask waiting = new WaitingTask(task, workMillis, readyAt);
                    if (release.isPresent()) {
                        lane(task).add(ReleasedTask.restored(waiting, release.get()));
                        videos.addWork(video, task.taskId(), workMillis);
                    } else {
                        videos.add(video, waiting);
                    }
                });
    }

    /** A task is not to run any more, whichever try of it there is. */
    public List<ScheduleEffect> settled(TaskTry task, Instant now) {
        open(task.videoId(), task.attempt())
                .ifPresent(video -> remove(video, task.taskId())
                        .filter(known -> known.task().equals(task) && !known.givesWay())
                        .ifPresent(known -> done(video, known, now)));
        return decided(now);
    }

    /** An attempt has ended: none of its tasks is to run. */
    public List<ScheduleEffect> closed(String videoId, int attempt, Instant now) {
        open(videoId, attempt).ifPresent(video -> forget(videoId));
        return decided(now);
    }

    /** A worker says what it does. Heartbeats are also the clock by which lost tasks are found. */
    public List<ScheduleEffect> heard(WorkerHeartbeat heartbeat, Instant now) {
        String worker = heartbeat.getWorker();
        Workers.News news = workers.heard(heartbeat, now);
        news.ended().forEach(task -> lane(task).ended(task, worker, now));
        news.named().forEach(task -> lane(task).named(task, worker, now));
        workers.find(worker)
                .filter(any -> news.whole())
                .ifPresent(any -> effects.addAll(stopOrders.due(any, this::isSettled, now)));
        released.forEach((lane, tasks) -> tasks.slots(workers.slots(lane), now));
        losses.find(now).forEach(this::lost);
        stragglers
                .find(lane(Lane.ENCODE), now)
                .forEach(straggler -> effects.add(new ScheduleEffect.Slow(straggler.task())));
        effects.addAll(asides.heard(heartbeat, now));
        return decided(now);
    }

    /** A task failed on a worker for a reason that may lie with its machine, and another worker has done it. */
    public List<ScheduleEffect> provenWrong(ProvenWrong wrong, Instant now) {
        asides.provenWrong(wrong, now).ifPresent(effects::add);
        return decided(now);
    }

    /** Whether this attempt of the video is open. */
    public boolean isOpen(String videoId, int attempt) {
        return open(videoId, attempt).isPresent();
    }

    /** How many worker processes take tasks. */
    public int workers() {
        return workers.taking();
    }

    /** What waits and runs. */
    public QueueSummary summary(Instant now) {
        return QueueSummary.of(videos, released, workers, now);
    }

    private Optional<VideoQueue> open(String videoId, int attempt) {
        return videos.find(videoId).filter(video -> video.demand().attempt() == attempt);
    }

    /** Whether this try of the task, or a later one, waits or was released. */
    private boolean isKnown(VideoQueue video, TaskTry task) {
        return video.find(task.taskId())
                .map(WaitingTask::task)
                .or(() -> lane(task).find(task.videoId(), task.taskId()).map(ReleasedTask::task))
                .filter(known -> known.epoch() >= task.epoch())
                .isPresent();
    }

    /** Removes a task, whichever try of it there is, and returns it if it was released. */
    private Optional<ReleasedTask> remove(VideoQueue video, String taskId) {
        videos.remove(video, taskId);
        Optional<ReleasedTask> task = lane(TaskIds.lane(taskId)).remove(video.videoId(), taskId);
        task.ifPresent(known -> videos.addWork(video, taskId, -known.workMillis()));
        return task;
    }

    /** Learns how long the task took. */
    private void done(VideoQueue video, ReleasedTask task, Instant now) {
        Lane lane = TaskIds.lane(task.task().taskId());
        task.took(now).ifPresent(time -> {
            lane(lane).took(task, time, now);
            if (lane == Lane.ENCODE) {
                video.correction()
                        .took(time, task.workMillis(), lane(lane).pace().correction());
            }
        });
    }

    private void forget(String videoId) {
        videos.find(videoId).ifPresent(videos::close);
        released.values().forEach(lane -> lane.forget(videoId));
    }

    /** Whether the task is not to run any more, in whatever try, though its video is open. */
    private boolean isSettled(TaskTry task) {
        return open(task.videoId(), task.attempt())
                .filter(video -> video.find(task.taskId()).isEmpty())
                .filter(video -> lane(task).find(task.videoId(), task.taskId()).isEmpty())
                .isPresent();
    }

    private void lost(Losses.Loss loss) {
        TaskTry lost = loss.task().task();
        videos.find(lost.videoId()).ifPresent(video -> remove(video, lost.taskId()));
        effects.add(new ScheduleEffect.Lost(lost, loss.reason(), loss.workerLost()));
    }

    private List<ScheduleEffect> decided(Instant now) {
        videos.judge(workers.slots(Lane.ENCODE).all(), lane(Lane.ENCODE).pace(), now);
        for (Lane lane : Lane.values()) {
            release(lane, now);
        }
        givingWay.find(lane(Lane.ENCODE), now).forEach(this::giveWay);
        List<ScheduleEffect> decided = List.copyOf(effects);
        effects.clear();
        return decided;
    }

    private void giveWay(ReleasedTask task) {
        String worker = Objects.requireNonNull(task.worker());
        effects.add(new ScheduleEffect.Stop(worker, task.task(), "gives way to a more urgent video"));
    }

    private void release(Lane lane, Instant now) {
        CellSlots slots = workers.slots(lane);
        ReleaseOrder order = Objects.requireNonNull(orders.get(lane));
        for (Optional<Integer> cell = nextCell(lane, slots); cell.isPresent(); cell = nextCell(lane, slots)) {
            Optional<VideoQueue> next = order.next(2 * slots.free() >= slots.all(), now);
            if (next.isEmpty()) {
                return;
            }
            release(next.get(), lane, new Release(now, cell.get()));
        }
    }

    private Optional<Integer> nextCell(Lane lane, CellSlots slots) {
        return lane(lane).nextCell(slots, workers.listeningSince());
    }

    private void release(VideoQueue video, Lane lane, Release release) {
        WaitingTask next = videos.take(video, lane);
        lane(lane).add(ReleasedTask.of(next, release));
        if (lane == Lane.ENCODE && video.demand().startedAt().isEmpty()) {
            videos.open(video.videoId(), video.demand().started(release.at()));
        }
        effects.add(new ScheduleEffect.Release(next.task(), release.cell(), slotsForOneMore()));
    }

    private int slotsForOneMore() {
        return workers.slots(Lane.ENCODE)
                .forOneMore(videos.lane(Lane.ENCODE).tasks() + lane(Lane.ENCODE).count());
    }

    private ReleasedLane lane(TaskTry task) {
        return lane(TaskIds.lane(task.taskId()));
    }

    private ReleasedLane lane(Lane lane) {
        return Objects.requireNonNull(released.get(lane));
    }
}
