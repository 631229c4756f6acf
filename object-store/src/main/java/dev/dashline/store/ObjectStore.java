package dev.dashline.store;

import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where video bytes live. Objects are named by absolute URI: {@code gs://bucket/name} or {@code file:///path}; an
 * implementation serves one scheme.
 *
 * <p>Every write carries a precondition, so that repeating one is always safe: a write that was applied but whose answer
 * was lost is found to be applied already. Objects appear whole or not at all.
 *
 * <p>Implementations are safe for use by many threads. Every method blocks, retries what is worth retrying, and throws
 * {@link StoreException} with its {@link StoreException.Reason} otherwise.
 */
public interface ObjectStore extends AutoCloseable {

    /** What is known of an object, or empty if there is none. */
    Optional<StoredObject> stat(URI object);

    /** As {@link #stat}, without the checksum: for stores that have to read all of a large object to tell it. */
    default Optional<ObjectVersion> version(URI object) {
        return stat(object).map(is -> new ObjectVersion(object, is.size(), is.generation()));
    }

    /**
     * Reads a part of an object. The caller closes the stream. Its methods, too, throw {@link StoreException}.
     *
     * @param generation which generation to read, as {@link StoredObject#generation()} told
     * @param offset first byte, from 0
     * @param length how many bytes at most; the stream ends earlier where the object ends. From 0 to {@link Long#MAX_VALUE} is all of
     *     it: then the stream ends with {@code CORRUPT} if that is not what the store has
     * @throws StoreException {@code NOT_FOUND} if that generation is no longer there
     */
    InputStream read(URI object, long generation, long offset, long length);

    /**
     * Reads all of an object that is known to be small.
     *
     * @throws StoreException {@code CORRUPT} if what arrived is not what the store has; otherwise as {@link #read}
     */
    default byte[] readAll(URI object, long generation) {
        try (InputStream content = read(object, generation, 0, Long.MAX_VALUE)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, object, object + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes an object from a file.
     *
     * @return what is there now
     * @throws StoreException {@code PRECONDITION_FAILED} if the precondition does not hold, also where it was an earlier
     *     try of the same write that changed that (see {@link #putIfAbsentOrSame} and {@link #replaceOrSame}),
     *     {@code CORRUPT} if what arrived is not what was sent
     */
    StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes);

    /** Writes a small object from memory; otherwise as {@link #write(URI, Path, Precondition, ObjectAttributes)}. */
    StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes);

    /**
     * Makes sure that an object has this content, whoever wrote it: for work that more than one worker may do.
     *
     * @return what is there now: written by this call, or of equal size and checksum
     * @throws StoreException {@code PRECONDITION_FAILED} if other content is there
     */
    default StoredObject putIfAbsentOrSame(URI object, Path content, ObjectAttributes attributes) {
        return Conflict.settle(
                this,
                object,
                () -> write(object, content, Precondition.absent(), attributes),
                is -> Conflict.same(is, content));
    }

    /** As {@link #putIfAbsentOrSame(URI, Path, ObjectAttributes)}, from memory. */
    default StoredObject putIfAbsentOrSame(URI object, byte[] content, ObjectAttributes attributes) {
        return Conflict.settle(
                this,
                object,
                () -> write(object, content, Precondition.absent(), attributes),
                is -> Conflict.same(is, content));
    }

    /**
     * Replaces one generation of an object.
     *
     * @return what is there now: written by this call, or of equal size and checksum
     * @throws StoreException {@code PRECONDITION_FAILED} if neither that generation nor this content is there
     */
    default StoredObject replaceOrSame(URI object, byte[] content, long generation, ObjectAttributes attributes) {
        return Conflict.settle(
                this,
                object,
                () -> write(object, content, Precondition.generationMatches(generation), attributes),
                is -> Conflict.same(is, content));
    }

    /** All objects whose URI starts with {@code prefix}, in order of name. The caller closes the stream. */
    Stream<StoredObject> list(URI prefix);

    /**
     * Removes an object.
     *
     * @return whether it was this call that removed it; false if there is none, or only another generation
     */
    boolean delete(URI object, long generation);

    @Override
    void close();
}
