package dev.dashline.encoder;

import dev.dashline.encoder.schedule.Lane;
import dev.dashline.encoder.schedule.QueueSummary;
import dev.dashline.encoder.schedule.QueueSummary.InLane;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** Makes the public event of what waits and runs. */
final class BacklogReport {

    private BacklogReport() {}

    static EncoderBacklog of(QueueSummary summary, Instant now) {
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
