package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.Order;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * The two files that make a video public, and where they wait until then. Written in this order: the HLS playlist, then, as the commit
 * point, the MPD. Removed in the opposite order.
 */
record PublicFiles(URI root, Order order) {

    static final String DASH_TYPE = "application/dash+xml";
    static final String HLS_TYPE = "application/vnd.apple.mpegurl";

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
        return file(order.encoded().getManifest(), "manifest.mpd", DASH_TYPE);
    }

    PublicFile masterPlaylist() {
        return file(order.encoded().getMasterPlaylist(), "master.m3u8", HLS_TYPE);
    }

    /** In the order in which they are removed. */
    List<PublicFile> all() {
        return List.of(manifest(), masterPlaylist());
    }

    /** Whether an object is where this attempt's objects have to be, and nowhere else. */
    boolean holds(URI object) {
        URI folder = URI.create(root + order.videoId() + "/" + order.attempt() + "/");
        String path = object.getPath();
        return Objects.equals(object.getScheme(), folder.getScheme())
                && authority(object).equals(authority(folder))
                && path != null
                && path.startsWith(folder.getPath())
                && !path.contains("/../");
    }

    private PublicFile file(String staged, String name, String contentType) {
        return new PublicFile(URI.create(staged), URI.create(root + order.videoId() + "/" + name), contentType);
    }

    private static String authority(URI uri) {
        return Objects.requireNonNullElse(uri.getAuthority(), "");
    }
}
