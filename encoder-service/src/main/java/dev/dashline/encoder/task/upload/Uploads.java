package dev.dashline.encoder.task.upload;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
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
 * Writes what a task made. Several workers may be at the same task, one of them a ghost, and FFmpeg does not make the same bytes of the
 * same frames on every machine. So a public name is written once, by whoever is first, and everybody else sees what is there. Only
 * what is staged is replaced, by a later try of its task.
 */
public final class Uploads {

    private final ObjectStore store;
    private final int epoch;

    /**
     * For one task.
     *
     * @param epoch which try of the task this is
     */
    public Uploads(ObjectStore store, int epoch) {
        this.store = store;
        this.epoch = epoch;
    }

    /** Writes a public object from a file, unless there is one. Returns what is there then: this, or what somebody else made. */
    public StoredObject publish(URI object, Path content, ObjectAttributes attributes) throws MediaException {
        return first(object, precondition -> store.write(object, content, precondition, attributes));
    }

    /** The same from memory. */
    public StoredObject publish(URI object, byte[] content, ObjectAttributes attributes) throws MediaException {
        return first(object, precondition -> store.write(object, content, precondition, attributes));
    }

    /**
     * The same of what all tries make alike.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if something else is there
     */
    public StoredObject publishSame(URI object, byte[] content, ObjectAttributes attributes) throws MediaException {
        StoredObject there = publish(object, content, attributes);
        if (!isSame(there, content)) {
            throw fenced(object);
        }
        return there;
    }

    /**
     * Writes a staged object, in place of what an earlier try may have left.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if another is there that this try must not replace
     */
    public StoredObject stage(URI object, byte[] content, ObjectAttributes attributes) throws MediaException {
        StoredObject there = publish(object, content, attributes);
        if (isSame(there, content)) {
            return there;
        }
        if (epoch == 1) {
            throw fenced(object);
        }
        try {
            return store.write(object, content, Precondition.generationMatches(there.generation()), attributes);
        } catch (StoreException e) {
            if (e.reason() == Reason.PRECONDITION_FAILED) {
                throw fenced(object);
            }
            throw e;
        }
    }

    /** Puts what is stored in the place of a file. */
    void fetch(StoredObject object, Path file) {
        try (InputStream content = store.read(object.uri(), object.generation(), 0, Long.MAX_VALUE)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredObject first(URI object, Function<Precondition, StoredObject> write) throws MediaException {
        Optional<StoredObject> there = create(object, write);
        if (there.isEmpty()) {
            // Gone again within a moment: one more try shows what is there.
            there = create(object, write);
        }
        return there.orElseThrow(() -> fenced(object));
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

    private static boolean isSame(StoredObject there, byte[] content) {
        return there.size() == content.length && there.crc32c().equals(Crc32c.of(content));
    }

    private static MediaException fenced(URI object) {
        return new MediaException(
                MediaFault.OUTPUT_INVALID, "Another worker has written something else to " + object + ".");
    }
}
