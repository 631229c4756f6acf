package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.schemas.storage.StorageLayout;
import java.net.URI;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The two files that make a video public. They are written in this order: the HLS playlist, then the MPD, which is the
 * commit point. They are removed in the opposite order.
 */
record PublicFiles(StorageLayout layout, String videoId) {

    static PublicFiles of(PublicationOrder order, StorageLayout layout) {
        return new PublicFiles(layout, order.videoId());
    }

    /**
     * One public file.
     *
     * @param target where viewers request it
     * @param staged where the encoder staged it, by attempt
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

    /** All files, in the order of removal. */
    List<PublicFile> all() {
        return List.of(manifest(), masterPlaylist());
    }
}
