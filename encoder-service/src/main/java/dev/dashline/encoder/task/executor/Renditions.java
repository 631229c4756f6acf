package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.TrackLoudness;
import dev.dashline.events.Loudness;
import dev.dashline.events.Quality;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.manifest.TextRendition;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.thumbnail.TileSheets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes renditions for events. Pure. */
final class Renditions {

    private Renditions() {}

    /**
     * All renditions: video first, the highest rung first.
     *
     * @param parts what was measured of them
     */
    static List<Rendition> of(Presentation presentation, MediaPlan plan, List<PartInventory> parts) {
        Map<String, Quality> quality = Qualities.of(plan, parts);
        Map<String, Loudness> loudness = TrackLoudness.of(plan, parts);
        List<Rendition> renditions = new ArrayList<>();
        presentation
                .tracks()
                .forEach(track -> renditions.add(Rendition.newBuilder(rendition(track))
                        .setQuality(quality.get(track.id()))
                        .setLoudness(loudness.get(track.id()))
                        .build()));
        presentation.text().forEach(text -> renditions.add(rendition(text, presentation.durationMillis())));
        presentation.thumbnails().ifPresent(sheets -> renditions.add(rendition(sheets)));
        return renditions;
    }

    private static Rendition rendition(Track track) {
        Rendition.Builder rendition = Rendition.newBuilder()
                .setId(track.id())
                .setKind(track.isVideo() ? RenditionKind.VIDEO : RenditionKind.AUDIO)
                .setCodecs(track.init().codecs())
                .setLanguage(track.tags().language().orElse(null))
                .setBandwidth(track.peakBandwidth())
                .setAverageBandwidth(track.averageBandwidth())
                .setSegments(track.segments().size())
                .setBytes(track.bytes());
        if (track.isVideo()) {
            rendition
                    .setWidth(track.init().width())
                    .setHeight(track.init().height())
                    .setFrameRate(track.frameRate().orElseThrow().toString());
        } else {
            rendition
                    .setSampleRate(track.init().sampleRate())
                    .setChannels(track.init().channels());
        }
        return rendition.build();
    }

    private static Rendition rendition(TextRendition text, long durationMillis) {
        return Rendition.newBuilder()
                .setId(text.id())
                .setKind(RenditionKind.TEXT)
                .setCodecs("wvtt")
                .setLanguage(text.tags().language().orElse(null))
                .setBandwidth(text.bandwidth(durationMillis))
                .setAverageBandwidth(text.bandwidth(durationMillis))
                .setSegments(1)
                .setBytes(text.bytes())
                .build();
    }

    private static Rendition rendition(TileSheets sheets) {
        return Rendition.newBuilder()
                .setId(TileSheets.ID)
                .setKind(RenditionKind.IMAGE)
                .setCodecs("jpeg")
                .setWidth(sheets.layout().tileWidth())
                .setHeight(sheets.layout().tileHeight())
                .setBandwidth(sheets.peakBandwidth())
                .setAverageBandwidth(sheets.averageBandwidth())
                .setSegments(sheets.sheetBytes().size())
                .setBytes(sheets.bytes())
                .build();
    }
}
