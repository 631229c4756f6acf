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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

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
        return put(
                object,
                content.length,
                Crc32c.of(content),
                precondition -> store.write(object, content, precondition, attributes));
    }

    /** The same with the content of a file, which is not changed any more. */
    StoredObject put(URI object, Path content, ObjectAttributes attributes) throws MediaException {
        try {
            return put(
                    object,
                    Files.size(content),
                    Crc32c.of(content),
                    precondition -> store.write(object, content, precondition, attributes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredObject put(URI object, long size, String crc32c, Function<Precondition, StoredObject> write)
            throws MediaException {
        Optional<StoredObject> there = create(object, write);
        if (there.isEmpty()) {
            // Gone again within a moment: one more try shows what is there.
            there = create(object, write);
        }
        StoredObject found = there.orElseThrow(() -> fenced(object));
        if (found.size() == size && found.crc32c().equals(crc32c)) {
            return found;
        }
        if (epoch == 1) {
            throw fenced(object);
        }
        try {
            return write.apply(Precondition.generationMatches(found.generation()));
        } catch (StoreException e) {
            if (e.reason() == Reason.PRECONDITION_FAILED) {
                throw fenced(object);
            }
            throw e;
        }
    }

    /** What is there now, ours or not. */
    private Optional<StoredObject> create(URI object, Function<Precondition, StoredObject> write) {
        try {
            return Optional.of(write.apply(Precondition.absent()));
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
