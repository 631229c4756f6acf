package dev.dashline.runtime.store;

import dev.dashline.runtime.store.StoreException.Reason;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All object stores as one: takes the one that an object's URI asks for, opened when it is first used, and refuses what the configuration
 * does not allow. Names are checked before any store is asked. Close it to close all of them.
 */
public final class ObjectStores implements ObjectStore {

    private final StoreConfig config;
    private final Map<String, Supplier<ObjectStore>> openers;
    private final Map<String, ObjectStore> open = new HashMap<>();

    ObjectStores(StoreConfig config, Map<String, Supplier<ObjectStore>> openers) {
        this.config = config;
        this.openers = Map.copyOf(openers);
    }

    /** The stores that there are, all used as the configuration says. Connects to none yet. */
    public static ObjectStores from(StoreConfig config) {
        List<Path> folders = Stream.concat(config.sourceRoots().stream(), config.ownRoots().stream())
                .filter(root -> "file".equals(root.getScheme()))
                .map(Path::of)
                .toList();
        boolean limited = !config.sourceRoots().isEmpty();
        return new ObjectStores(
                config,
                Map.of(
                        "file",
                        () -> new FileObjectStore(limited ? folders : List.of()),
                        "gs",
                        () -> GcsObjectStore.open(config)));
    }

    private ObjectStore reading(URI object) {
        if (!config.allowsReading(object)) {
            throw forbidden(object, "read");
        }
        return store(object);
    }

    private ObjectStore writing(URI object) {
        if (!config.allowsWriting(object)) {
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
            store = opener.get();
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
    public Stream<StoredObject> list(URI prefix) {
        return reading(prefix).list(prefix);
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
