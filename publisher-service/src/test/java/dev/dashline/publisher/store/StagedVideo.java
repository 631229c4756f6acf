package dev.dashline.publisher.store;

import dev.dashline.events.EncodedVideo;
import dev.dashline.events.Priority;
import dev.dashline.publisher.Videos;
import dev.dashline.publisher.publication.PublicationOrder;
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
    private final URI output;
    private final URI staging;
    private final String videoId;
    private final int attempt;
    private final List<URI> objects = new ArrayList<>();
    private EncodedVideo encoded;

    private StagedVideo(ObjectStore store, Path folder, String videoId, int attempt) {
        this.store = store;
        this.output = output(folder);
        this.staging = staging(folder).resolve(videoId + "/" + attempt + "/");
        this.videoId = videoId;
        this.attempt = attempt;
        this.encoded = Videos.output(videoId, attempt);
    }

    /** Writes three segments, the manifests that name them, and the inventory. */
    public static StagedVideo write(ObjectStore store, Path folder, String videoId, int attempt) {
        StagedVideo video = new StagedVideo(store, folder, videoId, attempt);
        String entries = IntStream.range(0, 3)
                .mapToObj(video::segment)
                .map(object -> "{\"uri\":\"%s\",\"size\":%d,\"crc32c\":\"%s\"}"
                        .formatted(object.uri(), object.size(), object.crc32c()))
                .collect(Collectors.joining(","));
        video.finish("{\"objects\":[" + entries + "]}");
        return video;
    }

    public static URI output(Path folder) {
        return folder.toUri().resolve("out/");
    }

    public static URI staging(Path folder) {
        return folder.toUri().resolve("staging/");
    }

    public EncodedVideo encoded() {
        return encoded;
    }

    public List<URI> objects() {
        return objects;
    }

    public URI publicManifest() {
        return output.resolve(videoId + "/manifest.mpd");
    }

    public URI publicPlaylist() {
        return output.resolve(videoId + "/master.m3u8");
    }

    PublicationOrder order() {
        return new PublicationOrder(videoId, attempt, encoded, Optional.empty(), Priority.NORMAL);
    }

    PublicationOrder order(Instant deadline) {
        return new PublicationOrder(videoId, attempt, encoded, Optional.of(deadline), Priority.NORMAL);
    }

    private StoredObject segment(int number) {
        URI name = output.resolve(videoId + "/" + attempt + "/v360/" + number + ".m4s");
        objects.add(name);
        return put(name, "segment " + number + " of attempt " + attempt);
    }

    private void finish(String inventory) {
        put(staging.resolve("manifest.mpd"), written("manifest.mpd"));
        put(staging.resolve("master.m3u8"), written("master.m3u8"));
        StoredObject stored = put(staging.resolve("inventory.json"), inventory);
        encoded = EncodedVideo.newBuilder(encoded)
                .setManifest(staging.resolve("manifest.mpd").toString())
                .setMasterPlaylist(staging.resolve("master.m3u8").toString())
                .setInventory(stored.uri().toString())
                .setInventoryCrc32c(Crc32c.of(inventory.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    /** What the encoder's writers wrote of attempt 7 of a video with subtitles, and a label that looks like a reference. */
    private String written(String name) {
        try (InputStream in = StagedVideo.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"7/", "\"" + attempt + "/")
                    .replace(">7/", ">" + attempt + "/")
                    .replace("\n7/", "\n" + attempt + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredObject put(URI name, String content) {
        return store.write(
                name,
                content.getBytes(StandardCharsets.UTF_8),
                Precondition.absent(),
                ObjectAttributes.immutable("application/octet-stream"));
    }
}
