package dev.dashline.encoder.task.part;

import dev.dashline.events.Loudness;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.sound.LoudnessBlocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Combines the loudness of chunks to that of tracks. Pure. */
public final class TrackLoudness {

    private TrackLoudness() {}

    /** By rendition; without those that are silent, or that an older version encoded, in part. */
    public static Map<String, Loudness> of(MediaPlan plan, List<PartInventory> parts) {
        Map<String, Loudness> tracks = new HashMap<>();
        for (AudioTrackPlan track : plan.audio()) {
            List<PartInventory.Rendition> chunks = parts.stream()
                    .flatMap(part -> part.renditions().stream())
                    .filter(chunk -> chunk.id().equals(track.id()))
                    .toList();
            if (chunks.stream().allMatch(chunk -> chunk.loudness() != null)) {
                of(chunks).ifPresent(loudness -> tracks.put(track.id(), loudness));
            }
        }
        return tracks;
    }

    private static Optional<Loudness> of(List<PartInventory.Rendition> chunks) {
        return chunks.stream()
                .map(chunk -> Objects.requireNonNull(chunk.loudness()))
                .reduce(LoudnessBlocks::plus)
                .flatMap(LoudnessBlocks::loudness)
                .map(all -> new Loudness(all.integrated(), all.range(), all.truePeak()));
    }
}
