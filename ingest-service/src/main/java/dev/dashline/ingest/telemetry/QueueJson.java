package dev.dashline.ingest.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.LaneBacklog;
import dev.dashline.events.VideoBacklog;
import dev.dashline.schemas.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Writes what waits for encoders as clients see it. Pure. */
public final class QueueJson {

    private QueueJson() {}

    /**
     * The whole queue: both lanes, how long the lane that encodes will take, and whose turn it is.
     *
     * @param backlog what the scheduler reported last
     * @param onlyTenant the only tenant whose videos are listed; empty for all
     */
    public static ObjectNode of(EncoderBacklog backlog, Optional<String> onlyTenant, Instant now) {
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
        ArrayNode videos = json.putArray("videos");
        int position = 0;
        for (VideoBacklog video : backlog.getVideos()) {
            position++;
            if (onlyTenant.isEmpty() || onlyTenant.get().equals(video.getTenant())) {
                put(videos.addObject().put("position", position), video, backlog.getAt());
            }
        }
        return json;
    }

    private static void put(ObjectNode json, VideoBacklog video, Instant at) {
        json.put("id", video.getVideoId());
        json.put("attempt", video.getAttempt());
        json.put("title", video.getTitle());
        json.put("priority", word(video.getPriority()));
        json.put("turn", word(video.getTurn()));
        json.put("requestedAt", video.getRequestedAt().toString());
        json.put("dueAt", video.getDueAt().toString());
        json.put("hasDeadline", video.getHasDeadline());
        json.put("waiting", video.getWaiting());
        json.put("running", video.getRunning());
        json.put("workSeconds", seconds(Duration.ofMillis(video.getWorkMillis())));
        boolean ends = video.getEndsInMillis() >= 0;
        Instant end = at.plusMillis(video.getEndsInMillis());
        json.put("encodedAt", ends ? end.toString() : null);
        json.put("late", video.getHasDeadline() && (!ends || end.isAfter(video.getDueAt())));
    }

    /** {@code by-urgency} for {@code BY_URGENCY}. */
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
