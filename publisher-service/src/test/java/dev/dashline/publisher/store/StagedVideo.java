package dev.dashline.publisher.store;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.publisher.Videos;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageNames;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.schemas.storage.TrackType;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an encoder leaves of an attempt, in an object store. */
public final class StagedVideo {

    private final ObjectStore store;
    private final StorageLayout layout;
    private final AttemptLayout objectsAt;
    private final String videoId;
    private final int attempt;
    private final List<URI> objects = new ArrayList<>();
    private EncodedVideo encoded;

    private StagedVideo(ObjectStore store, StorageLayout layout, String videoId, int attempt) {
        this.store = store;
        this.layout = layout;
        this.objectsAt = layout.attempt(videoId, attempt);
        this.videoId = videoId;
        this.attempt = attempt;
        this.encoded = Videos.output(videoId, attempt);
    }

    /** Writes three segments, the manifests that name them, and the inventory. */
    public static StagedVideo write(ObjectStore store, Path folder, String videoId, int attempt) {
        return write(store, layout(folder), videoId, attempt);
    }

    static StagedVideo write(ObjectStore store, StorageLayout layout, String videoId, int attempt) {
        return write(store, layout, videoId, attempt, 3);
    }

    static StagedVideo write(ObjectStore store, StorageLayout layout, String videoId, int attempt, int segments) {
        StagedVideo video = new StagedVideo(store, layout, videoId, attempt);
        String entries = IntStream.range(0, segments)
                .mapToObj(video::segment)
                .map(object -> "{\"uri\":\"%s\",\"size\":%d,\"crc32c\":\"%s\"}"
                        .formatted(object.uri(), object.size(), object.crc32c()))
                .collect(Collectors.joining(","));
        video.finish("{\"objects\":[" + entries + "]}");
        return video;
    }

    public static StorageLayout layout(Path folder) {
        return layout(folder, StorageNames.STANDARD);
    }

    static StorageLayout layout(Path folder, StorageNames names) {
        URI root = folder.toUri();
        return new StorageLayout(new StorageRoots(URI.create(root + "out/"), URI.create(root + "staging/")), names);
    }

    public EncodedVideo encoded() {
        return encoded;
    }

    public List<URI> objects() {
        return objects;
    }

    public URI publicManifest() {
        return layout.publicManifest(videoId).uri();
    }

    public URI publicPlaylist() {
        return layout.publicMasterPlaylist(videoId).uri();
    }

    PublicationOrder order() {
        return new PublicationOrder(videoId, attempt, encoded, Optional.empty(), Priority.NORMAL);
    }

    PublicationOrder order(Instant deadline) {
        return new PublicationOrder(videoId, attempt, encoded, Optional.of(deadline), Priority.NORMAL);
    }

    private StoredObject segment(int number) {
        URI name = objectsAt.segment("v360", TrackType.VIDEO, number).uri();
        objects.add(name);
        return put(name, "segment " + number + " of attempt " + attempt);
    }

    private void finish(String inventory) {
        StoredObject manifest = put(objectsAt.manifest().uri(), written("manifest.mpd"));
        StoredObject master = put(objectsAt.masterPlaylist().uri(), written("master.m3u8"));
        StoredObject stored = put(objectsAt.inventory().uri(), inventory);
        encoded = EncodedVideo.newBuilder(encoded)
                .setManifest(manifest.uri().toString())
                .setMasterPlaylist(master.uri().toString())
                .setInventory(stored.uri().toString())
                .setInventoryCrc32c(Crc32c.of(inventory.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    /**
     * What the encoder's writers wrote of attempt 7 of a video with subtitles, and a label that looks like a reference.
     */
    private String written(String name) {
        try (InputStream in = StagedVideo.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"7/", "\"" + objectsAt.folder())
                    .replace(">7/", ">" + objectsAt.folder())
                    .replace("\n7/", "\n" + objectsAt.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredObject put(URI name, String content) {
        return store.write(
                name,
                content.getBytes(StandardCharsets.UTF_8),
                Precondition.absent(),
                new ObjectAttributes("application/octet-stream", "no-cache"));
    }
}
