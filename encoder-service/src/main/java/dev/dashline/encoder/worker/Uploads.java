package dev.dashline.encoder.worker;

import dev.dashline.encoder.media.MediaException;
import dev.dashline.runtime.store.Crc32c;
import dev.dashline.runtime.store.ObjectAttributes;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.Precondition;
import dev.dashline.runtime.store.StoreException;
import dev.dashline.runtime.store.StoreException.Reason;
import dev.dashline.runtime.store.StoredObject;
import dev.dashline.schemas.FailureCode;
import java.net.URI;
import java.util.Optional;

/**
 * Writes what a task made. Several workers may be at the same task, one of them a ghost, so that nothing is overwritten: an
 * equal object is as good as our own. A later try of a task replaces what an earlier one left behind, for example in part.
 */
final class Uploads {

    private final ObjectStore store;
    private final int epoch;

    /**
     * For one task.
     *
     * @param epoch which try of the task this is
     */
    Uploads(ObjectStore store, int epoch) {
        this.store = store;
        this.epoch = epoch;
    }

    /**
     * Writes an object.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if another is there that this task must not replace
     */
    StoredObject put(URI object, byte[] content, ObjectAttributes attributes) throws MediaException {
        Optional<StoredObject> there = create(object, content, attributes);
        if (there.isEmpty()) {
            // Gone again within a moment: one more try shows what is there.
            there = create(object, content, attributes);
        }
        StoredObject found = there.orElseThrow(() -> fenced(object));
        if (found.size() == content.length && found.crc32c().equals(Crc32c.of(content))) {
            return found;
        }
        if (epoch == 1) {
            throw fenced(object);
        }
        try {
            return store.write(object, content, Precondition.generationMatches(found.generation()), attributes);
        } catch (StoreException e) {
            if (e.reason() == Reason.PRECONDITION_FAILED) {
                throw fenced(object);
            }
            throw e;
        }
    }

    /** What is there now, ours or not. */
    private Optional<StoredObject> create(URI object, byte[] content, ObjectAttributes attributes) {
        try {
            return Optional.of(store.write(object, content, Precondition.absent(), attributes));
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
            return store.stat(object);
        }
    }

    private static MediaException fenced(URI object) {
        return new MediaException(
                FailureCode.OUTPUT_INVALID, "Another worker has written something else to " + object + ".");
    }
}
