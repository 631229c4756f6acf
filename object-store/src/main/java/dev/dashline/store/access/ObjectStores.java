package dev.dashline.store.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.store.gcs.GcsObjectStore;
import dev.dashline.store.gcs.GcsOptions;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All object stores as one. It picks the store by the scheme of an object's URI and opens it when it is first used. It
 * refuses what {@link AccessRules} do not allow, before any store is asked. Closing it closes all stores. Safe for use
 * by many threads.
 */
public final class ObjectStores implements ObjectStore {

    private final AccessRules rules;
    private final Map<String, Supplier<ObjectStore>> openers;
    private final BiFunction<String, ObjectStore, ObjectStore> decoration;

    @GuardedBy("this")
    private final Map<String, ObjectStore> open = new HashMap<>();

    private ObjectStores(
            AccessRules rules,
            Map<String, Supplier<ObjectStore>> openers,
            BiFunction<String, ObjectStore, ObjectStore> decoration) {
        this.rules = rules;
        this.decoration = decoration;
        this.openers = Map.copyOf(openers);
    }

    /**
     * All stores, not connected yet. A store for another scheme is one more entry here.
     *
     * @param gcs how {@code gs:} objects are reached
     * @param threads makes the threads that wait for the network; called when {@code gs:} is first used
     * @param decoration what to put around the store of a scheme, such as something that counts
     */
    public static ObjectStores open(
            AccessRules rules,
            GcsOptions gcs,
            Supplier<ExecutorService> threads,
            BiFunction<String, ObjectStore, ObjectStore> decoration) {
        return new ObjectStores(
                rules,
                Map.of(
                        "file",
                        () -> new FileObjectStore(rules.folders()),
                        "gs",
                        () -> GcsObjectStore.open(gcs, threads.get())),
                decoration);
    }

    private ObjectStore reading(URI object) {
        if (!rules.mayRead().test(object)) {
            throw forbidden(object, "read");
        }
        return store(object);
    }

    private ObjectStore writing(URI object) {
        if (!rules.mayWrite().test(object)) {
            throw forbidden(object, "write");
        }
        return store(object);
    }

    private static StoreException forbidden(URI object, String doing) {
        return new StoreException(
                Reason.FORBIDDEN, object, object + " is outside of what this deployment may " + doing, null);
    }

    private synchronized ObjectStore store(URI object) {
        String scheme = String.valueOf(object.getScheme());
        ObjectStore store = open.get(scheme);
        if (store == null) {
            Supplier<ObjectStore> opener = openers.get(scheme);
            if (opener == null) {
                throw new StoreException(Reason.FORBIDDEN, object, object + ": no store for " + scheme + ":", null);
            }
            store = decoration.apply(scheme, opener.get());
            open.put(scheme, store);
        }
        return store;
    }

    @Override
    public Optional<StoredObject> stat(URI object) {
        return reading(object).stat(object);
    }

    @Override
    public Optional<ObjectVersion> version(URI object) {
        return reading(object).version(object);
    }

    @Override
    public InputStream read(URI object, long generation, long offset, long length) {
        return reading(object).read(object, generation, offset, length);
    }

    @Override
    public StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes) {
        return writing(object).write(object, content, precondition, attributes);
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        return writing(object).write(object, content, precondition, attributes);
    }

    @Override
    public StoredObject compose(
            URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes) {
        ObjectStore store = writing(object);
        parts.forEach(part -> reading(part.uri()));
        return store.compose(object, parts, precondition, attributes);
    }

    @Override
    public Optional<URI> openSession(URI object, long size, ObjectAttributes attributes, Optional<String> origin) {
        return writing(object).openSession(object, size, attributes, origin);
    }

    @Override
    public Stream<StoredObject> list(URI prefix) {
        return reading(prefix).list(prefix);
    }

    @Override
    public Stream<ObjectVersion> versions(URI prefix) {
        return reading(prefix).versions(prefix);
    }

    @Override
    public boolean listsChecksums(URI prefix) {
        return reading(prefix).listsChecksums(prefix);
    }

    @Override
    public boolean delete(URI object, long generation) {
        return writing(object).delete(object, generation);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(ObjectStore::close);
        open.clear();
    }
}
