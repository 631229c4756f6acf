package dev.dashline.encoder.worker;

import dev.dashline.encoder.media.HlsWriter;
import dev.dashline.encoder.media.MediaException;
import dev.dashline.encoder.media.MpdWriter;
import dev.dashline.encoder.media.Presentation;
import dev.dashline.encoder.media.Track;
import dev.dashline.encoder.worker.PartInventory.Entry;
import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Rendition;
import dev.dashline.events.RenditionKind;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.runtime.store.ObjectAttributes;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.StoredObject;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    TaskOutcome execute(EncoderTask task, EncodingPlan plan, List<PartRef> parts) throws MediaException {
        Places places = new Places(settings, task);
        PartReader reader = new PartReader(store, places);
        List<PartInventory> inventories = reader.read(parts);
        reader.requireStored(inventories);
        Presentation presentation = new PartJoiner(plan, inventories).join(task.getAttempt() + "/");
        return new TaskOutcome.Packaged(write(task, presentation, places, inventories));
    }

    private EncodedVideo write(
            EncoderTask task, Presentation presentation, Places places, List<PartInventory> inventories)
            throws MediaException {
        Uploads uploads = new Uploads(store, task.getEpoch());
        List<Entry> objects = new ArrayList<>(inventories.stream()
                .flatMap(part -> part.objects().stream())
                .distinct()
                .toList());
        for (Track track : tracks(presentation)) {
            URI playlist = places.published(track.id(), "media.m3u8");
            objects.add(
                    Entry.of(uploads.put(playlist, HlsWriter.mediaPlaylist(track), ObjectAttributes.immutable(HLS))));
        }
        StoredObject inventory = uploads.put(
                places.staged("inventory.json"),
                PartInventory.wholeJson(objects),
                ObjectAttributes.immutable("application/json"));
        StoredObject master = uploads.put(
                places.staged("master.m3u8"),
                HlsWriter.masterPlaylist(presentation),
                ObjectAttributes.replaceable(HLS));
        StoredObject manifest = uploads.put(
                places.staged("manifest.mpd"), MpdWriter.write(presentation), ObjectAttributes.replaceable(MPD));
        return EncodedVideo.newBuilder()
                .setEncodedAt(clock.instant())
                .setManifest(manifest.uri().toString())
                .setMasterPlaylist(master.uri().toString())
                .setInventory(inventory.uri().toString())
                .setInventoryCrc32c(inventory.crc32c())
                .setRenditions(tracks(presentation).stream()
                        .map(PackageExecutor::rendition)
                        .toList())
                .setDurationMillis(presentation.durationMillis())
                .setFrames(presentation.video().stream()
                        .findFirst()
                        .map(Track::samples)
                        .orElse(0L))
                .build();
    }

    private static List<Track> tracks(Presentation presentation) {
        return Stream.concat(presentation.video().stream(), presentation.audio().stream())
                .toList();
    }

    private static Rendition rendition(Track track) {
        Rendition.Builder rendition = Rendition.newBuilder()
                .setId(track.id())
                .setKind(track.isVideo() ? RenditionKind.VIDEO : RenditionKind.AUDIO)
                .setCodecs(track.init().codecs())
                .setLanguage(track.language().orElse(null))
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
}
