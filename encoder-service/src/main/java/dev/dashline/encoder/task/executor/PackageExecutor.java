package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.ReportMapping;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.PartJoiner;
import dev.dashline.encoder.task.part.PartReader;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.ConcealedDamage;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.SourceNote;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.Package;
import dev.dashline.media.MediaException;
import dev.dashline.media.cmaf.Track;
import dev.dashline.media.manifest.HlsWriter;
import dev.dashline.media.manifest.KeyframePlaylist;
import dev.dashline.media.manifest.MpdWriter;
import dev.dashline.media.manifest.Presentation;
import dev.dashline.media.manifest.TextRendition;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.ThumbnailPlan;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.UnreadableManifestException;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * PACKAGE: verifies that all parts are stored and join, and writes playlists, manifests and the inventory. It copies no
 * media.
 */
final class PackageExecutor {

    /** An event lists no more parts with damage, so that it stays small. */
    private static final int MOST_CONCEALED = 100;

    private final ObjectStore store;
    private final EncodeSettings settings;
    private final Executor transfers;
    private final Clock clock;

    /**
     * Creates one.
     *
     * @param transfers runs reads of the store
     */
    PackageExecutor(ObjectStore store, EncodeSettings settings, Executor transfers, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * Does the task.
     *
     * @param thumbnailer makes thumbnails; empty where there is no FFmpeg, and no plan that asks for any
     */
    TaskOutcome execute(EncoderTask task, MediaPlan plan, Package work, Optional<Thumbnailer> thumbnailer)
            throws MediaException, InterruptedException {
        AttemptLayout attempt = settings.attempt(task);
        PartReader reader = new PartReader(store, attempt, transfers);
        List<PartInventory> inventories = reader.read(task, work);
        Map<URI, StoredObject> stored = reader.requireStored(inventories);
        Presentation presentation = new PartJoiner(plan, inventories).join(ManifestNames.of(attempt));
        Packaging packaging = Packaging.of(plan, attempt, new Uploads(store, task.getEpoch()), stored, inventories);
        Optional<ThumbnailPlan> thumbnails = plan.video().flatMap(VideoPlan::thumbnails);
        if (thumbnails.isPresent()) {
            presentation = thumbnailer.orElseThrow().illustrate(presentation, thumbnails.get(), packaging);
        }
        EncodedVideo encoded =
                write(presentation, packaging, Renditions.of(presentation, plan, inventories), concealed(inventories));
        List<SourceNote> notes = PartNotes.of(plan, inventories).stream()
                .map(ReportMapping::toEvent)
                .toList();
        return new TaskOutcome.Packaged(encoded, notes);
    }

    private static List<ConcealedDamage> concealed(List<PartInventory> parts) {
        return parts.stream()
                .flatMap(part -> part.findings().concealed().stream())
                .limit(MOST_CONCEALED)
                .map(each -> new ConcealedDamage(each.track(), each.fromMillis(), each.untilMillis(), each.problems()))
                .toList();
    }

    private EncodedVideo write(
            Presentation presentation, Packaging packaging, List<Rendition> renditions, List<ConcealedDamage> concealed)
            throws MediaException {
        AttemptLayout attempt = packaging.attempt();
        for (Track track : presentation.tracks()) {
            packaging.publish(attempt.mediaPlaylist(track.id()), HlsWriter.mediaPlaylist(presentation, track));
        }
        for (KeyframePlaylist keyframes : presentation.keyframes()) {
            packaging.publish(attempt.keyframePlaylist(keyframes.track().id()), keyframes.media());
        }
        for (TextRendition text : presentation.text()) {
            new TextPackaging(store, packaging).publish(presentation, text);
        }
        Uploads uploads = packaging.uploads();
        StoredObject inventory = uploads.stage(attempt.inventory(), new Inventory(packaging.inventory()).toJson());
        StoredObject master =
                uploads.stage(attempt.masterPlaylist(), owned(attempt, HlsWriter.masterPlaylist(presentation)));
        StoredObject manifest = uploads.stage(attempt.manifest(), owned(attempt, MpdWriter.write(presentation)));
        return EncodedVideo.newBuilder()
                .setEncodedAt(clock.instant())
                .setManifest(manifest.uri().toString())
                .setMasterPlaylist(master.uri().toString())
                .setInventory(inventory.uri().toString())
                .setInventoryCrc32c(inventory.crc32c())
                .setRenditions(renditions)
                .setDurationMillis(presentation.durationMillis())
                .setFrames(presentation.video().stream()
                        .findFirst()
                        .map(Track::samples)
                        .orElse(0L))
                .setConcealed(concealed)
                .build();
    }

    /** The publisher can neither replace nor withdraw a manifest that does not tell its attempt. */
    private static byte[] owned(AttemptLayout attempt, byte[] manifest) {
        try {
            attempt.requireOwner(manifest);
            return manifest;
        } catch (UnreadableManifestException e) {
            throw new IllegalStateException("a manifest does not tell which attempt it belongs to", e);
        }
    }
}
