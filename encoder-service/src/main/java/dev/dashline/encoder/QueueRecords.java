package dev.dashline.encoder;

import dev.dashline.encoder.schedule.QueueSummary;
import dev.dashline.encoder.schedule.QueueSummary.InLane;
import dev.dashline.encoder.schedule.QueueSummary.OfVideo;
import dev.dashline.encoder.schedule.ScheduleEffect;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.encoder.schedule.VideoTurn;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import dev.dashline.events.PutWorkerAside;
import dev.dashline.events.QueueTurn;
import dev.dashline.events.StopTask;
import dev.dashline.events.VideoBacklog;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.events.encoder.QueuedVideo;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskSlow;
import dev.dashline.schemas.Lane;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** Makes the records that the scheduler writes. Pure. */
final class QueueRecords {

    /** A result's worker, if the scheduler writes it. */
    private static final String NO_WORKER = "";

    private static final long NO_SLOTS = -1;
    private static final int LONGEST_TITLE = 100;

    private QueueRecords() {}

    /**
     * A task for the workers.
     *
     * @param workers how many processes take tasks
     */
    static EncoderTask released(
            ScheduleEffect.Release release, int workers, QueuedTask queued, QueuedVideo video, Instant now) {
        TaskTry task = release.task();
        return EncoderTask.newBuilder()
                .setVideoId(task.videoId())
                .setAttempt(task.attempt())
                .setTaskId(task.taskId())
                .setEpoch(task.epoch())
                .setIssuedAt(now)
                .setReadyAt(queued.getReadyAt())
                .setRequest(video.getRequest())
                .setPlan(video.getPlan().orElse(null))
                .setSlots(release.slots())
                .setWorkers(workers)
                .setCell(release.cell())
                .setAvoid(queued.getReady().getAvoid())
                .setWork(queued.getReady().getWork())
                .build();
    }

    /** For the coordinator: nobody runs a task. */
    static EncoderTaskResult lost(ScheduleEffect.Lost lost, Instant now) {
        return result(lost.task(), new TaskLost(lost.reason(), lost.workerLost()), now);
    }

    /** For the coordinator: a worker takes too long for a task. */
    static EncoderTaskResult slow(ScheduleEffect.Slow slow, Instant now) {
        return result(slow.task(), new TaskSlow(), now);
    }

    private static EncoderTaskResult result(TaskTry task, Object outcome, Instant now) {
        return EncoderTaskResult.newBuilder()
                .setVideoId(task.videoId())
                .setAttempt(task.attempt())
                .setTaskId(task.taskId())
                .setEpoch(task.epoch())
                .setWorker(NO_WORKER)
                .setAt(now)
                .setOutcome(outcome)
                .build();
    }

    /** For a worker: it is to stop a task. */
    static WorkerOrder stop(ScheduleEffect.Stop stop, Instant now) {
        TaskTry task = stop.task();
        return new WorkerOrder(
                stop.worker(),
                now,
                new StopTask(task.videoId(), task.attempt(), task.taskId(), task.epoch(), stop.reason()));
    }

    /** For a worker: it is to take no tasks for a while. */
    static WorkerOrder putAside(ScheduleEffect.PutAside aside, Instant now) {
        return new WorkerOrder(aside.worker(), now, new PutWorkerAside(aside.until(), aside.reason()));
    }

    /** For everybody: what waits and runs. */
    static EncoderBacklog backlog(QueueSummary summary, Instant now) {
        return EncoderBacklog.newBuilder()
                .setAt(now)
                .setWorkers(summary.workers())
                .setLanes(Arrays.stream(Lane.values())
                        .map(lane -> lane(
                                lane, Objects.requireNonNull(summary.lanes().get(lane))))
                        .toList())
                .setPredictedLate(summary.predictedLate())
                .setVideos(summary.videos().stream().map(QueueRecords::video).toList())
                .build();
    }

    private static VideoBacklog video(OfVideo video) {
        VideoRequested request = video.demand().request();
        return VideoBacklog.newBuilder()
                .setVideoId(video.videoId())
                .setAttempt(video.demand().attempt())
                .setTitle(title(request))
                .setTenant(request.getTenant())
                .setPriority(request.getPriority())
                .setTurn(turn(video.turn()))
                .setRequestedAt(request.getRequestedAt())
                .setDueAt(video.due())
                .setHasDeadline(video.hasDeadline())
                .setWaiting(video.waiting())
                .setRunning(video.running())
                .setWorkMillis(video.workMillis())
                .setEndsInMillis(video.endsIn().map(Duration::toMillis).orElse(NO_SLOTS))
                .build();
    }

    private static String title(VideoRequested request) {
        String title = request.getTitle().orElseGet(() -> name(request.getSource()));
        return title.substring(0, Math.min(LONGEST_TITLE, title.length()));
    }

    /** The last part of a URI; of what is none, all of it. */
    private static String name(String source) {
        try {
            String path = Objects.requireNonNullElse(new URI(source).getPath(), source);
            return path.substring(path.lastIndexOf('/') + 1);
        } catch (URISyntaxException e) {
            return source;
        }
    }

    private static QueueTurn turn(VideoTurn turn) {
        return switch (turn) {
            case BY_URGENCY -> QueueTurn.BY_URGENCY;
            case AT_RISK -> QueueTurn.AT_RISK;
            case BEHIND -> QueueTurn.BEHIND;
            case HELD -> QueueTurn.HELD;
        };
    }

    private static LaneBacklog lane(Lane lane, InLane backlog) {
        return LaneBacklog.newBuilder()
                .setTopic(lane.topic().name())
                .setWaiting(backlog.waiting())
                .setRunning(backlog.running())
                .setSlots(backlog.slots())
                .setOldestReadyAt(backlog.oldestReadyAt().orElse(null))
                .setWorkMillis(backlog.workMillis())
                .build();
    }
}
