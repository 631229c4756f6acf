package dev.dashline.encoder;

import dev.dashline.encoder.schedule.QueueSummary;
import dev.dashline.encoder.schedule.QueueSummary.InLane;
import dev.dashline.encoder.schedule.ScheduleEffect;
import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import dev.dashline.events.PutWorkerAside;
import dev.dashline.events.StopTask;
import dev.dashline.events.WorkerOrder;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncoderTaskResult;
import dev.dashline.events.encoder.QueuedTask;
import dev.dashline.events.encoder.QueuedVideo;
import dev.dashline.events.encoder.TaskLost;
import dev.dashline.events.encoder.TaskSlow;
import dev.dashline.schemas.Lane;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** Makes the records that the scheduler writes. Pure. */
final class QueueRecords {

    /** A result's worker, if the scheduler writes it. */
    private static final String NO_WORKER = "";

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
                .build();
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
