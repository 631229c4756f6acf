package dev.dashline.store.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BucketField;
import com.google.cloud.storage.Storage.BucketGetOption;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Objects in Google Cloud Storage, through its JSON API. Calls that fail for a temporary reason are repeated for as
 * long as the configuration says; all others fail at once. The server checks each upload against the checksum that goes
 * with it; reads of whole objects are checked here.
 */
public final class GcsObjectStore implements ObjectStore {

    private static final int PAGE = 1000;
    private static final BlobField[] FIELDS = {
        BlobField.NAME, BlobField.BUCKET, BlobField.SIZE, BlobField.CRC32C, BlobField.GENERATION
    };

    private final Storage client;
    private final GcsCalls calls;
    private final Set<String> knownBuckets = ConcurrentHashMap.newKeySet();

    private GcsObjectStore(Storage client, GcsCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    /**
     * A store with a client of its own.
     *
     * @param threads make the calls, as many at a time as there are; shut down when the store is closed
     * @throws StoreException {@code UNAUTHENTICATED} if there are no credentials, and no emulator either
     */
    public static GcsObjectStore open(GcsOptions options, ExecutorService threads) {
        return new GcsObjectStore(GcsClients.open(options), new GcsCalls(threads));
    }

    static StoredObject describe(URI object, Blob blob) {
        return new StoredObject(object, blob.getSize(), blob.getCrc32cToHexString(), blob.getGeneration());
    }

    @Override
    public Optional<StoredObject> stat(URI object) {
        BlobId id = GcsNames.object(object);
        return calls.run(object, "stat", () -> {
            Blob blob = client.get(id, BlobGetOption.fields(FIELDS));
            if (blob == null) {
                requireBucket(object, id.getBucket());
                return Optional.empty();
            }
            knownBuckets.add(id.getBucket());
            return Optional.of(describe(object, blob));
        });
    }

    /**
     * The client does not tell a missing object from a missing bucket. If the credentials do not allow a look at the
     * bucket, it is taken to be there.
     */
    private void requireBucket(URI object, String bucket) {
        if (knownBuckets.contains(bucket)) {
            return;
        }
        try {
            if (client.get(bucket, BucketGetOption.fields(BucketField.NAME)) == null) {
                throw new StoreException(Reason.NO_BUCKET, object, "there is no bucket " + bucket, null);
            }
        } catch (RuntimeException e) {
            StoreException explained = GcsErrors.explain(object, "look for the bucket of", e);
            if (explained.reason() != Reason.FORBIDDEN) {
                throw explained;
            }
        }
        knownBuckets.add(bucket);
    }

    @Override
    public InputStream read(URI object, long generation, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("offset " + offset + ", length " + length);
        }
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        BlobId id = GcsNames.object(object);
        boolean all = offset == 0 && length == Long.MAX_VALUE;
        Optional<StoredObject> whole =
                all ? stat(object).filter(is -> is.generation() == generation) : Optional.empty();
        return calls.run(object, "read", () -> {
            BlobId pinned = BlobId.of(id.getBucket(), id.getName(), generation);
            ReadChannel channel = client.reader(pinned, BlobSourceOption.shouldReturnRawInputStream(true));
            channel.seek(offset);
            if (length <= Long.MAX_VALUE - offset) {
                channel.limit(offset + length);
            }
            return GcsReadStream.open(object, channel, calls, whole, length);
        });
    }

    @Override
    public StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes) {
        return new GcsUpload(client, calls, object, precondition, attributes).from(content);
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        return new GcsUpload(client, calls, object, precondition, attributes).from(content);
    }

    @Override
    public StoredObject compose(
            URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes) {
        return parts.isEmpty()
                ? write(object, new byte[0], precondition, attributes)
                : new GcsCompose(client, calls, object, precondition, attributes).of(parts);
    }

    @Override
    public Optional<URI> openSession(URI object, long size, ObjectAttributes attributes, Optional<String> origin) {
        GcsSession session = new GcsSession(client, object, size, attributes, origin);
        return Optional.of(calls.run(object, "open a session for", session::open));
    }

    @Override
    public Stream<StoredObject> list(URI prefix) {
        BlobId id = GcsNames.prefix(prefix);
        Page<Blob> first = calls.run(
                prefix,
                "list",
                () -> client.list(
                        id.getBucket(),
                        BlobListOption.prefix(Objects.requireNonNull(id.getName())),
                        BlobListOption.pageSize(PAGE),
                        BlobListOption.fields(FIELDS)));
        return Stream.iterate(first, Objects::nonNull, page -> calls.run(prefix, "list", page::getNextPage))
                .flatMap(page -> StreamSupport.stream(page.getValues().spliterator(), false))
                .map(blob -> describe(GcsNames.uri(blob.getBucket(), blob.getName()), blob));
    }

    @Override
    public boolean listsChecksums(URI prefix) {
        return true;
    }

    @Override
    public boolean delete(URI object, long generation) {
        BlobId id = GcsNames.object(object);
        try {
            return calls.run(object, "delete", () -> client.delete(id, BlobSourceOption.generationMatch(generation)));
        } catch (StoreException explained) {
            if (explained.reason() == Reason.PRECONDITION_FAILED || explained.reason() == Reason.NOT_FOUND) {
                return false;
            }
            throw explained;
        }
    }

    @Override
    public void close() {
        calls.close();
        try {
            client.close();
        } catch (Exception e) { // AutoCloseable.close() declares nothing narrower
            throw new IllegalStateException("cannot close the client of Cloud Storage", e);
        }
    }
}
