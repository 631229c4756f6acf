package dev.dashline.ingest.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.ingest.VideoStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes how far a video is, as clients see it. Pure. */
public final class ProgressJson {

    private ProgressJson() {}

    /**
     * Adds how much is encoded of how much, and how long the rest takes at the speed so far. Leaves out what is not
     * known.
     *
     * @param runs what heartbeats told of the video's newest attempt
     */
    public static void put(ObjectNode json, VideoStatus status, List<ObservedRun> runs, Instant now) {
        Optional<Long> total =
                status.getReport().flatMap(report -> report.getVideo()).map(video -> video.getDurationMillis());
        long done = Math.min(total.orElse(Long.MAX_VALUE), done(runs));
        json.put("doneMs", done);
        total.ifPresent(whole -> {
            json.put("totalMs", whole);
            begin(runs)
                    .map(first -> Duration.between(first, now).toMillis())
                    .filter(elapsed -> done > 0 && elapsed > 0)
                    .ifPresent(elapsed -> json.put("remainingMs", (whole - done) * elapsed / done));
        });
    }

    /** A task that is tried again starts over. */
    private static long done(List<ObservedRun> runs) {
        Map<String, ObservedRun> newest = new HashMap<>();
        runs.stream()
                .filter(ObservedRun::isOfPictures)
                .forEach(run ->
                        newest.merge(run.task(), run, (one, other) -> one.epoch() > other.epoch() ? one : other));
        return newest.values().stream().mapToLong(run -> run.done().toMillis()).sum();
    }

    private static Optional<Instant> begin(List<ObservedRun> runs) {
        return runs.stream()
                .filter(ObservedRun::isOfPictures)
                .map(ObservedRun::startedAt)
                .min(Comparator.naturalOrder());
    }
}
