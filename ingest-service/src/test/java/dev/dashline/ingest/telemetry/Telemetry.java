package dev.dashline.ingest.telemetry;

import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import dev.dashline.events.Priority;
import dev.dashline.events.QueueTurn;
import dev.dashline.events.RunningTask;
import dev.dashline.events.VideoBacklog;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.schemas.Lane;
import dev.dashline.schemas.TrustedEvents;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What encoders and their scheduler tell, for tests. */
public final class Telemetry {

    public static final String WORKER = "encoder-7-4711-1a2b";

    /** Whose video the worker encodes. */
    public static final String TENANT = "acme";

    static {
        TrustedEvents.vouch();
    }

    private Telemetry() {}

    /** A video whose deadline is a minute after {@code at}. */
    static VideoBacklog waiting(String videoId, String tenant, QueueTurn turn, Instant at, long endsInMillis) {
        return VideoBacklog.newBuilder()
                .setVideoId(videoId)
                .setAttempt(1)
                .setTitle("A talk")
                .setTenant(tenant)
                .setPriority(Priority.HIGH)
                .setTurn(turn)
                .setRequestedAt(at)
                .setDueAt(at.plusSeconds(60))
                .setHasDeadline(true)
                .setWaiting(4)
                .setRunning(2)
                .setWorkMillis(60_000)
                .setEndsInMillis(endsInMillis)
                .build();
    }

    /** A worker with two slots that runs a chunk. */
    public static WorkerHeartbeat heartbeat(Instant at) {
        return WorkerHeartbeat.newBuilder()
                .setWorker(WORKER)
                .setAt(at)
                .setStartedAt(at)
                .setVersion("0.1.0")
                .setSlots(2)
                .setShortSlots(4)
                .setRunning(List.of(RunningTask.newBuilder()
                        .setVideoId("v")
                        .setAttempt(1)
                        .setTaskId("video-00003")
                        .setEpoch(1)
                        .setStartedAt(at)
                        .setDoneMillis(500)
                        .setTotalMillis(2_000)
                        .setTenant(TENANT)
                        .build()))
                .build();
    }

    /** A worker that takes no tasks and has none. */
    public static WorkerHeartbeat drained(Instant at) {
        return WorkerHeartbeat.newBuilder(heartbeat(at))
                .setDraining(true)
                .setDrainingBecause("ordered to drain")
                .setSlots(0)
                .setShortSlots(0)
                .setRunning(List.of())
                .build();
    }

    /** Of four slots two encode, for 60 s of work, and a short task waits since {@code at}. */
    public static EncoderBacklog backlog(Instant at) {
        return backlog(at, 60_000);
    }

    /** The same with other work, in milliseconds. */
    public static EncoderBacklog backlog(Instant at, long work) {
        return EncoderBacklog.newBuilder()
                .setAt(at)
                .setWorkers(1)
                .setLanes(List.of(lane(Lane.ENCODE, 5, 2, 4, null, work), lane(Lane.SHORT, 1, 0, 4, at, 100)))
                .setPredictedLate(3)
                .build();
    }

    private static LaneBacklog lane(
            Lane lane, long waiting, long running, long slots, @Nullable Instant oldest, long work) {
        return LaneBacklog.newBuilder()
                .setTopic(lane.topic().name())
                .setWaiting(waiting)
                .setRunning(running)
                .setSlots(slots)
                .setOldestReadyAt(oldest)
                .setWorkMillis(work)
                .build();
    }
}
