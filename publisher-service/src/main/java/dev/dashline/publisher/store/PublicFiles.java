package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * The two files that make a video public, and where they wait until then. Written in this order: the HLS playlist, then, as the commit
 * point, the MPD. Removed in the opposite order.
 */
record PublicFiles(URI root, String videoId, int attempt, URI stagedManifest, URI stagedPlaylist) {

    private static final String MANIFEST = "manifest.mpd";
    private static final String PLAYLIST = "master.m3u8";
    static final String DASH_TYPE = "application/dash+xml";
    static final String HLS_TYPE = "application/vnd.apple.mpegurl";

    static PublicFiles of(PublicationOrder order, URI root) {
        return new PublicFiles(
                root,
                order.videoId(),
                order.attempt(),
                URI.create(order.encoded().getManifest()),
                URI.create(order.encoded().getMasterPlaylist()));
    }

    /** Of an attempt of which nothing is known but that it was. */
    static PublicFiles of(SweepOrder left, URI root, URI staging) {
        URI staged = staging.resolve(left.videoId() + "/" + left.attempt() + "/");
        return new PublicFiles(
                root, left.videoId(), left.attempt(), staged.resolve(MANIFEST), staged.resolve(PLAYLIST));
    }

    /**
     * One file.
     *
     * @param staged where the encoder left it
     * @param target where viewers look for it
     */
    record PublicFile(URI staged, URI target, String contentType) {

        /** Where another attempt's encoder left the same file. */
        URI stagedBy(int attempt) {
            String name = staged.getPath().substring(staged.getPath().lastIndexOf('/') + 1);
            return staged.resolve("../" + attempt + "/" + name);
        }
    }

    PublicFile manifest() {
        return file(stagedManifest, MANIFEST, DASH_TYPE);
    }

    PublicFile masterPlaylist() {
        return file(stagedPlaylist, PLAYLIST, HLS_TYPE);
    }

    /** In the order in which they are removed. */
    List<PublicFile> all() {
        return List.of(manifest(), masterPlaylist());
    }

    /** Whether an object is where this attempt's objects have to be, and nowhere else. */
    boolean holds(URI object) {
        URI folder = URI.create(root + videoId + "/" + attempt + "/");
        String path = object.getPath();
        return Objects.equals(object.getScheme(), folder.getScheme())
                && authority(object).equals(authority(folder))
                && path != null
                && path.startsWith(folder.getPath())
                && !path.contains("/../");
    }

    private PublicFile file(URI staged, String name, String contentType) {
        return new PublicFile(staged, URI.create(root + videoId + "/" + name), contentType);
    }

    private static String authority(URI uri) {
        return Objects.requireNonNullElse(uri.getAuthority(), "");
    }
}
