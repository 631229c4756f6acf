package dev.dashline.store;

import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where video bytes live. Objects are named by absolute URI, such as {@code gs://bucket/name} or {@code file:///path}.
 * An implementation serves one scheme.
 *
 * <p>An object appears whole or not at all, and each write of a name makes a new generation. Every write has a
 * precondition, so an implementation may repeat it safely. If the answer to a write is lost, the repeated write fails
 * with {@code PRECONDITION_FAILED} because its own object is already there. Callers therefore look at what is there
 * before they take {@code PRECONDITION_FAILED} for the work of somebody else.
 *
 * <p>All methods block. They repeat calls that failed for a temporary reason, and otherwise throw {@link
 * StoreException} with a {@link StoreException.Reason}. An interrupt ends the call with {@code UNAVAILABLE} and stays
 * set. Implementations are safe for use by many threads.
 */
public interface ObjectStore extends AutoCloseable {

    /** The object's size, checksum and generation; empty if there is no such object. */
    Optional<StoredObject> stat(URI object);

    /** As {@link #stat}, without the checksum, which some stores can only tell by reading the whole object. */
    default Optional<ObjectVersion> version(URI object) {
        return stat(object).map(is -> new ObjectVersion(object, is.size(), is.generation()));
    }

    /**
     * Reads a range of an object. The caller closes the stream. The stream's methods throw {@link StoreException}, too.
     *
     * @param generation the generation to read, from {@link StoredObject#generation()}
     * @param offset the first byte, counted from 0
     * @param length the most bytes to read; the stream ends earlier where the object ends. Offset 0 with {@link
     *     Long#MAX_VALUE} reads the whole object and checks it: the stream fails with {@code CORRUPT} if its checksum
     *     is not the store's
     * @throws StoreException {@code NOT_FOUND} if that generation is no longer there
     */
    InputStream read(URI object, long generation, long offset, long length);

    /**
     * Reads a whole object into memory and checks it. For small objects.
     *
     * @throws StoreException {@code CORRUPT} if the content's checksum is not the store's; otherwise as {@link #read}
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
     * @return the object that this call wrote
     * @throws StoreException {@code PRECONDITION_FAILED} if the precondition does not hold, which may be the effect of
     *     an earlier try of this same call; {@code CORRUPT} if the store received other bytes than were sent
     */
    StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes);

    /** As {@link #write(URI, Path, Precondition, ObjectAttributes)}, from memory. For small objects. */
    StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes);

    /**
     * Writes an object that has the content of others, one after the other. They stay.
     *
     * @param parts what it consists of, in this order, all in the store and the bucket of the object; these generations
     *     of them
     * @return the object that this call wrote
     * @throws StoreException {@code NOT_FOUND} if a part is no longer there in its generation; otherwise as {@link
     *     #write(URI, Path, Precondition, ObjectAttributes)}
     */
    StoredObject compose(URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes);

    /**
     * Opens a session in which somebody without credentials can send an object straight to the store, in pieces and
     * again after a broken connection. Nothing may be there.
     *
     * @param size bytes that the object will have; the store takes no others
     * @param origin the site whose pages may use the session in a browser; empty for none
     * @return where the content is to be sent, which must be kept as secret as a password; empty if the store cannot do
     *     this
     */
    default Optional<URI> openSession(URI object, long size, ObjectAttributes attributes, Optional<String> origin) {
        return Optional.empty();
    }

    /** All objects whose URI starts with {@code prefix}, in order of name. The caller closes the stream. */
    Stream<StoredObject> list(URI prefix);

    /**
     * As {@link #list}, without the checksums, which some stores can only tell by reading every object. The caller
     * closes the stream.
     */
    default Stream<ObjectVersion> versions(URI prefix) {
        return list(prefix).map(is -> new ObjectVersion(is.uri(), is.size(), is.generation()));
    }

    /**
     * Whether one call of {@link #list} tells the checksums of many objects, so that it takes less time than a
     * {@link #stat} of each.
     */
    default boolean listsChecksums(URI prefix) {
        return false;
    }

    /**
     * Removes one generation of an object.
     *
     * @return whether this call removed it; false if there is no such object, or only another generation of it
     */
    boolean delete(URI object, long generation);

    @Override
    void close();
}
