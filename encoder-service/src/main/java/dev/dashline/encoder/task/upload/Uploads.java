package dev.dashline.encoder.task.upload;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the output of a task. Several workers may run the same task, since a worker may still be running after its
 * lease expired, and FFmpeg does not encode the same frames to the same bytes on every machine. So the first worker to
 * write a name wins, and the others adopt its object. Only staged manifests and the like are replaced, by a later try
 * of the task. Safe for use by many threads.
 */
public final class Uploads {

    private final ObjectStore store;
    private final int epoch;

    /**
     * Creates the uploads of one task.
     *
     * @param epoch which try of the task this is
     */
    public Uploads(ObjectStore store, int epoch) {
        this.store = store;
        this.epoch = epoch;
    }

    /**
     * Writes an object from a file, unless there is one already.
     *
     * @return the object that is stored now: this content, or that of another worker
     */
    public StoredObject publish(ObjectTarget target, Path content) throws MediaException {
        return first(target, precondition -> store.write(target.uri(), content, precondition, attributes(target)));
    }

    /** As {@link #publish(ObjectTarget, Path)}, from memory. */
    public StoredObject publish(ObjectTarget target, byte[] content) throws MediaException {
        return first(target, precondition -> store.write(target.uri(), content, precondition, attributes(target)));
    }

    /**
     * As {@link #publish(ObjectTarget, byte[])}, for content that must be identical in every try.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if an object with other content exists
     */
    public StoredObject publishSame(ObjectTarget target, byte[] content) throws MediaException {
        StoredObject there = publish(target, content);
        if (!isSame(there, content)) {
            throw fenced(target.uri());
        }
        return there;
    }

    /**
     * Writes a staged object. Replaces that of an earlier try of the task.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if an object with other content exists and this is the first try,
     *     or if another worker wrote at the same time
     */
    public StoredObject stage(ObjectTarget target, byte[] content) throws MediaException {
        StoredObject there = publish(target, content);
        if (isSame(there, content)) {
            return there;
        }
        if (epoch == 1) {
            throw fenced(target.uri());
        }
        try {
            return store.write(
                    target.uri(), content, Precondition.generationMatches(there.generation()), attributes(target));
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
            // If the response to our write was lost, the existing object is our own.
            return store.stat(target.uri()).filter(now -> isSame(now, content)).orElseThrow(() -> fenced(target.uri()));
        }
    }

    /** Replaces a file by a stored object. */
    void fetch(StoredObject object, Path file) {
        try (InputStream content = store.read(object.uri(), object.generation(), 0, Long.MAX_VALUE)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredObject first(ObjectTarget target, Function<Precondition, StoredObject> write) throws MediaException {
        Optional<StoredObject> there = create(target.uri(), write);
        if (there.isEmpty()) {
            // The object was removed between the write and this look.
            there = create(target.uri(), write);
        }
        return there.orElseThrow(() -> fenced(target.uri()));
    }

    /** The object that is stored now; empty if the object of another worker was removed in the meantime. */
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

    private static ObjectAttributes attributes(ObjectTarget target) {
        return new ObjectAttributes(target.mediaType(), target.cacheControl());
    }

    private static boolean isSame(StoredObject there, byte[] content) {
        return there.size() == content.length && there.crc32c().equals(Crc32c.of(content));
    }

    private static MediaException fenced(URI object) {
        return new MediaException(
                MediaFault.OUTPUT_INVALID, "Another worker has written something else to " + object + ".");
    }
}
