package dev.dashline.publisher.store;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An object store that another one is behind. */
class ForwardingStore implements ObjectStore {

    private final ObjectStore store;

    ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Optional<StoredObject> stat(URI object) {
        return store.stat(object);
    }

    @Override
    public Optional<ObjectVersion> version(URI object) {
        return store.version(object);
    }

    @Override
    public InputStream read(URI object, long generation, long offset, long length) {
        return store.read(object, generation, offset, length);
    }

    @Override
    public StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes) {
        return store.write(object, content, precondition, attributes);
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        return store.write(object, content, precondition, attributes);
    }

    @Override
    public StoredObject compose(
            URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes) {
        return store.compose(object, parts, precondition, attributes);
    }

    @Override
    public Stream<StoredObject> list(URI prefix) {
        return store.list(prefix);
    }

    @Override
    public Stream<ObjectVersion> versions(URI prefix) {
        return store.versions(prefix);
    }

    @Override
    public boolean listsChecksums(URI prefix) {
        return store.listsChecksums(prefix);
    }

    @Override
    public boolean delete(URI object, long generation) {
        return store.delete(object, generation);
    }

    @Override
    public void close() {}
}
