package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.events.Quality;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.plan.FrameRate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes of what was measured of chunks what is said of whole renditions. Pure. */
final class Qualities {

    private Qualities() {}

    /** By rendition; empty if the plan measures nothing. */
    static Map<String, Quality> of(EncodingPlan plan, List<PartInventory> parts) {
        Map<String, Quality> qualities = new HashMap<>();
        if (plan.getQuality().isPresent()) {
            String metric = plan.getQuality().get();
            for (VideoRung rung : plan.getRungs()) {
                List<PartInventory.Rendition> chunks = parts.stream()
                        .flatMap(part -> part.renditions().stream())
                        .filter(chunk -> chunk.id().equals(rung.getId()) && chunk.quality() != null)
                        .toList();
                if (chunks.size() == plan.getChunks()) {
                    qualities.put(rung.getId(), quality(metric, plan, chunks));
                }
            }
        }
        return qualities;
    }

    private static Quality quality(String metric, EncodingPlan plan, List<PartInventory.Rendition> chunks) {
        FrameRate rate = new FrameRate(plan.getFrameRateNum(), plan.getFrameRateDen());
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
        long worstFrom = rate.microsOf((long) worst * plan.getChunkFrames()) / 1_000;
        return new Quality(metric, sum / frames, figure(chunks.get(worst)), worstFrom);
    }

    private static double figure(PartInventory.Rendition chunk) {
        return Objects.requireNonNull(chunk.quality());
    }
}
