package dev.dashline.publisher.store;

import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.storage.ManifestOwner;
import dev.dashline.schemas.storage.UnreadableManifestException;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;

/** Reads from a public manifest or playlist which attempt it belongs to. */
record VisibleAttempt(ObjectStore store, ManifestOwner owner) {

    /**
     * The attempt that a public file belongs to.
     *
     * @throws OrderRefusedException if the file does not name its attempt; the caller then neither replaces nor removes
     *     the file, and sweeps nothing
     */
    int of(StoredObject file) {
        try {
            return owner.of(new StagedObjects(store).read(file));
        } catch (UnreadableManifestException e) {
            throw OrderRefusedException.because(
                    FailureCode.PUBLISH_FAILED,
                    file.uri() + " does not tell which attempt it belongs to: " + e.getMessage()
                            + ". Remove it, then replay.");
        }
    }
}
