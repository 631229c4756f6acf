package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.events.Quality;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.profile.QualityMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Combines the quality of chunks to that of renditions. Pure. */
final class Qualities {

    private Qualities() {}

    /** By rendition; empty if the plan measures nothing. */
    static Map<String, Quality> of(MediaPlan plan, List<PartInventory> parts) {
        return plan.video()
                .flatMap(video -> video.quality().map(metric -> of(metric, video, parts)))
                .orElse(Map.of());
    }

    private static Map<String, Quality> of(QualityMetric metric, VideoPlan video, List<PartInventory> parts) {
        Map<String, Quality> qualities = new HashMap<>();
        for (Rung rung : video.rungs()) {
            List<PartInventory.Rendition> chunks = parts.stream()
                    .flatMap(part -> part.renditions().stream())
                    .filter(chunk -> chunk.id().equals(rung.id()) && chunk.quality() != null)
                    .toList();
            if (chunks.size() == video.grid().chunks()) {
                qualities.put(rung.id(), quality(metric, video.grid(), chunks));
            }
        }
        return qualities;
    }

    private static Quality quality(QualityMetric metric, ChunkGrid grid, List<PartInventory.Rendition> chunks) {
        double sum = 0;
        long frames = 0;
        int worst = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            long pictures = chunks.get(chunk).segments().stream()
                    .mapToLong(PartInventory.Segment::samples)
                    .sum();
            sum += figure(chunks.get(chunk)) * pictures;
            frames += pictures;
            worst = figure(chunks.get(chunk)) < figure(chunks.get(worst)) ? chunk : worst;
        }
        long worstFrom = grid.startMicros(worst) / 1_000;
        return new Quality(metric.text(), sum / frames, figure(chunks.get(worst)), worstFrom);
    }

    private static double figure(PartInventory.Rendition chunk) {
        return Objects.requireNonNull(chunk.quality());
    }
}
