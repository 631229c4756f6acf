package dev.dashline.runtime.storage;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Counts the requests to a store by their outcome, and the bytes that it took. As thread-safe as the store. */
final class MeasuredStore implements ObjectStore {

    private static final String DONE = "done";

    private final ObjectStore store;
    private final String scheme;
    private final MeterRegistry meters;
    private final Counter written;

    /** @param scheme of the store's URIs */
    MeasuredStore(ObjectStore store, String scheme, MeterRegistry meters) {
        this.store = store;
        this.scheme = scheme;
        this.meters = meters;
        this.written = Counter.builder("dashline.store.written.bytes")
                .description("Bytes of the objects that a store took")
                .tag("scheme", scheme)
                .register(meters);
        counter("write", DONE); // so that there is something to see before the first request
    }

    private <T> T counted(String operation, Supplier<T> request) {
        try {
            T answer = request.get();
            counter(operation, DONE).increment();
            return answer;
        } catch (StoreException e) {
            counter(operation, e.reason().name().toLowerCase(Locale.ROOT)).increment();
            throw e;
        }
    }

    private Counter counter(String operation, String outcome) {
        return Counter.builder("dashline.store.requests")
                .description("Requests to object stores by how they ended; one and its retries count once")
                .tag("scheme", scheme)
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(meters);
    }

    private StoredObject taken(Supplier<StoredObject> request) {
        StoredObject object = counted("write", request);
        written.increment((double) object.size());
        return object;
    }

    @Override
    public Optional<StoredObject> stat(URI object) {
        return counted("stat", () -> store.stat(object));
    }

    @Override
    public Optional<ObjectVersion> version(URI object) {
        return counted("stat", () -> store.version(object));
    }

    @Override
    public InputStream read(URI object, long generation, long offset, long length) {
        return counted("read", () -> store.read(object, generation, offset, length));
    }

    @Override
    public byte[] readAll(URI object, long generation) {
        return counted("read", () -> store.readAll(object, generation));
    }

    @Override
    public StoredObject write(URI object, Path content, Precondition precondition, ObjectAttributes attributes) {
        return taken(() -> store.write(object, content, precondition, attributes));
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        return taken(() -> store.write(object, content, precondition, attributes));
    }

    @Override
    public StoredObject compose(
            URI object, List<ObjectVersion> parts, Precondition precondition, ObjectAttributes attributes) {
        return counted("compose", () -> store.compose(object, parts, precondition, attributes));
    }

    @Override
    public Optional<URI> openSession(URI object, long size, ObjectAttributes attributes, Optional<String> origin) {
        return counted("session", () -> store.openSession(object, size, attributes, origin));
    }

    @Override
    public Stream<StoredObject> list(URI prefix) {
        return counted("list", () -> store.list(prefix));
    }

    @Override
    public Stream<ObjectVersion> versions(URI prefix) {
        return counted("list", () -> store.versions(prefix));
    }

    @Override
    public boolean listsChecksums(URI prefix) {
        return store.listsChecksums(prefix);
    }

    @Override
    public boolean delete(URI object, long generation) {
        return counted("delete", () -> store.delete(object, generation));
    }

    @Override
    public void close() {
        store.close();
    }
}
