package dev.dashline.ingest.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Writes what waits for encoders as clients see it. Pure. */
public final class QueueJson {

    private QueueJson() {}

    /**
     * The whole queue: both lanes, and how long the lane that encodes will take.
     *
     * @param backlog what the scheduler reported last
     */
    public static ObjectNode of(EncoderBacklog backlog, Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Optional<LaneBacklog> encoding = backlog.getLanes().stream()
                .filter(lane -> lane.getTopic().equals(Lane.ENCODE.topic().name()))
                .findFirst();
        long slots = encoding.map(LaneBacklog::getSlots).orElse(0L);
        long busy = encoding.map(LaneBacklog::getRunning).orElse(0L);
        long workMillis = encoding.map(LaneBacklog::getWorkMillis).orElse(0L);
        json.put("at", backlog.getAt().toString());
        json.put("workers", backlog.getWorkers());
        json.put(
                "waiting",
                backlog.getLanes().stream().mapToLong(LaneBacklog::getWaiting).sum());
        json.put(
                "running",
                backlog.getLanes().stream().mapToLong(LaneBacklog::getRunning).sum());
        oldest(backlog)
                .ifPresentOrElse(
                        since -> json.put("oldestSeconds", seconds(Duration.between(since, now))),
                        () -> json.putNull("oldestSeconds"));
        json.put("workSeconds", seconds(Duration.ofMillis(workMillis)));
        json.put("slotsBusy", busy);
        json.put("slotsFree", Math.max(0, slots - busy));
        if (slots > 0) {
            json.put("drainSeconds", seconds(Duration.ofMillis(workMillis).dividedBy(slots)));
        } else {
            json.putNull("drainSeconds");
        }
        json.put("predictedLate", backlog.getPredictedLate());
        return json;
    }

    private static Optional<Instant> oldest(EncoderBacklog backlog) {
        return backlog.getLanes().stream()
                .flatMap(lane -> lane.getOldestReadyAt().stream())
                .min(Comparator.naturalOrder());
    }

    private static double seconds(Duration time) {
        return Math.max(0, time.toMillis()) / 1_000.0;
    }
}
