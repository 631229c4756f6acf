package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.schemas.storage.StorageLayout;
import java.net.URI;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The two files that make a video public. They are written in this order: the HLS playlist, then, as the commit point,
 * the MPD. They are removed in the opposite order.
 */
record PublicFiles(StorageLayout layout, String videoId) {

    static PublicFiles of(PublicationOrder order, StorageLayout layout) {
        return new PublicFiles(layout, order.videoId());
    }

    /**
     * One file.
     *
     * @param target where viewers look for it
     * @param staged where the encoder of an attempt left it
     */
    record PublicFile(ObjectTarget target, IntFunction<URI> staged) {

        URI uri() {
            return target.uri();
        }
    }

    PublicFile manifest() {
        return new PublicFile(
                layout.publicManifest(videoId),
                attempt -> layout.attempt(videoId, attempt).manifest().uri());
    }

    PublicFile masterPlaylist() {
        return new PublicFile(
                layout.publicMasterPlaylist(videoId),
                attempt -> layout.attempt(videoId, attempt).masterPlaylist().uri());
    }

    /** In the order in which they are removed. */
    List<PublicFile> all() {
        return List.of(manifest(), masterPlaylist());
    }
}
