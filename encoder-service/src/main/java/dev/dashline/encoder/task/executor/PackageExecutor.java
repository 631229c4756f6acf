package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.AttemptLayout;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.PartJoiner;
import dev.dashline.encoder.task.part.PartReader;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Quality;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.MediaException;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.HlsWriter;
import dev.dashline.media.manifest.MpdWriter;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.manifest.TextRendition;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.ThumbnailPlan;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PACKAGE: verifies the whole, and writes what ties it together. Nothing is copied and nothing is re-muxed. */
final class PackageExecutor {

    private static final String MPD = "application/dash+xml";
    private static final String HLS = "application/vnd.apple.mpegurl";

    private final ObjectStore store;
    private final EncodeSettings settings;
    private final Clock clock;

    PackageExecutor(ObjectStore store, EncodeSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Does the task.
     *
     * @param thumbnailer makes the pictures that the plan may ask for; empty where there is no FFmpeg, and no plan that does
     */
    TaskOutcome execute(EncoderTask task, MediaPlan plan, List<PartRef> parts, Optional<Thumbnailer> thumbnailer)
            throws MediaException, InterruptedException {
        AttemptLayout places = new AttemptLayout(settings, task);
        PartReader reader = new PartReader(store, places);
        List<PartInventory> inventories = reader.read(parts);
        Map<URI, StoredObject> stored = reader.requireStored(inventories);
        Presentation presentation = new PartJoiner(plan, inventories).join(task.getAttempt() + "/");
        Packaging packaging = Packaging.of(plan, places, new Uploads(store, task.getEpoch()), stored, inventories);
        Optional<ThumbnailPlan> thumbnails = plan.video().flatMap(VideoPlan::thumbnails);
        if (thumbnails.isPresent()) {
            presentation = thumbnailer.orElseThrow().illustrate(presentation, thumbnails.get(), packaging);
        }
        return new TaskOutcome.Packaged(write(presentation, packaging, Qualities.of(plan, inventories)));
    }

    private EncodedVideo write(Presentation presentation, Packaging packaging, Map<String, Quality> quality)
            throws MediaException {
        for (Track track : presentation.tracks()) {
            packaging.publish(
                    track.id(), Presentation.MEDIA_PLAYLIST, HlsWriter.mediaPlaylist(presentation, track), HLS);
        }
        for (TextRendition text : presentation.text()) {
            byte[] playlist = HlsWriter.textPlaylist(presentation.durationMillis());
            packaging.publish(text.id(), Presentation.MEDIA_PLAYLIST, playlist, HLS);
        }
        Uploads uploads = packaging.uploads();
        AttemptLayout places = packaging.places();
        StoredObject inventory = uploads.stage(
                places.staged("inventory.json"),
                PartInventory.wholeJson(packaging.inventory()),
                ObjectAttributes.immutable("application/json"));
        StoredObject master = uploads.stage(
                places.staged("master.m3u8"),
                HlsWriter.masterPlaylist(presentation),
                ObjectAttributes.replaceable(HLS));
        StoredObject manifest = uploads.stage(
                places.staged("manifest.mpd"), MpdWriter.write(presentation), ObjectAttributes.replaceable(MPD));
        return EncodedVideo.newBuilder()
                .setEncodedAt(clock.instant())
                .setManifest(manifest.uri().toString())
                .setMasterPlaylist(master.uri().toString())
                .setInventory(inventory.uri().toString())
                .setInventoryCrc32c(inventory.crc32c())
                .setRenditions(Renditions.of(presentation, quality))
                .setDurationMillis(presentation.durationMillis())
                .setFrames(presentation.video().stream()
                        .findFirst()
                        .map(Track::samples)
                        .orElse(0L))
                .build();
    }
}
