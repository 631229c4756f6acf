package dev.dashline.ingest.upload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.ingest.upload.UploadNames.Place;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is stored of uploads. Every method throws {@link StoreException} if the object store cannot do its part. Safe
 * for use by any thread.
 */
final class UploadStore {

    private static final ObjectAttributes PRIVATE = new ObjectAttributes("application/octet-stream", "no-store");
    private static final int KNOWN = 10_000;

    private final ObjectStore store;
    private final UploadNames names;
    /** They never change, so each is read once. */
    @GuardedBy("known")
    private final Map<Place, Upload> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Upload> eldest) {
            return size() > KNOWN;
        }
    };

    UploadStore(ObjectStore store, UploadNames names) {
        this.store = store;
        this.names = names;
    }

    static Place place(Upload upload) {
        return new Place(upload.tenant(), upload.id());
    }

    void create(Upload upload) {
        store.write(names.info(place(upload)), upload.json(), Precondition.absent(), PRIVATE);
    }

    /** Everything that there is of one upload; nothing if there is none. */
    List<ObjectVersion> objects(Place place) {
        return list(names.folder(place));
    }

    /** Everything that there is of all uploads of a tenant. */
    Map<Place, List<ObjectVersion>> ofTenant(String tenant) {
        return byPlace(names.tenant(tenant));
    }

    /** Everything that there is of all uploads. */
    Map<Place, List<ObjectVersion>> all() {
        return byPlace(names.root());
    }

    private Map<Place, List<ObjectVersion>> byPlace(URI prefix) {
        return list(prefix).stream()
                .filter(object -> names.place(object.uri()).isPresent())
                .collect(Collectors.groupingBy(
                        object -> names.place(object.uri()).orElseThrow()));
    }

    private List<ObjectVersion> list(URI prefix) {
        try (Stream<ObjectVersion> found = store.versions(prefix)) {
            return found.toList();
        }
    }

    /** How far the upload is that these objects are of; empty if there is none. */
    Optional<UploadState> state(Place place, List<ObjectVersion> objects) {
        return find(names.info(place), objects)
                .flatMap(info -> upload(place, info))
                .map(upload -> new UploadState(
                        upload,
                        parts(place, objects),
                        find(names.finished(place), objects).flatMap(end -> read(end, FinishedUpload::of))));
    }

    private Optional<Upload> upload(Place place, ObjectVersion info) {
        synchronized (known) {
            Optional<Upload> before = Optional.ofNullable(known.get(place));
            if (before.isPresent()) {
                return before;
            }
        }
        Optional<Upload> upload = read(info, Upload::of);
        synchronized (known) {
            upload.ifPresent(read -> known.put(place, read));
        }
        return upload;
    }

    private <T> Optional<T> read(ObjectVersion object, Function<byte[], T> parser) {
        try {
            return Optional.of(parser.apply(store.readAll(object.uri(), object.generation())));
        } catch (StoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<ObjectVersion> find(URI name, List<ObjectVersion> objects) {
        return objects.stream().filter(object -> object.uri().equals(name)).findFirst();
    }

    private List<ObjectVersion> parts(Place place, List<ObjectVersion> objects) {
        List<ObjectVersion> parts = new ArrayList<>();
        long end = 0;
        for (ObjectVersion object : objects) {
            OptionalLong offset = names.offset(place, object.uri());
            if (offset.isPresent() && offset.getAsLong() == end) {
                parts.add(object);
                end += object.size();
            }
        }
        return parts;
    }

    /**
     * Adds a part.
     *
     * @return false if another one begins there already; one with the same content may be this call's own, written by a
     *     try whose answer was lost
     */
    boolean add(Upload upload, long offset, byte[] content) {
        URI name = names.part(place(upload), offset);
        return created(name, content)
                || store.stat(name)
                        .filter(there -> there.size() == content.length)
                        .filter(there -> there.crc32c().equals(Crc32c.of(content)))
                        .isPresent();
    }

    /** Makes one object of all parts, unless there is one already. */
    void join(UploadState whole) {
        URI name = names.source(place(whole.upload()));
        try {
            store.compose(name, whole.parts(), Precondition.absent(), PRIVATE);
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
        }
    }

    /** The size of the object that the upload has become; empty if it is none yet. */
    OptionalLong size(Upload upload) {
        return store.version(names.source(place(upload))).stream()
                .mapToLong(ObjectVersion::size)
                .findFirst();
    }

    /** As {@link ObjectStore#openSession}, for the content of an upload. */
    Optional<URI> openSession(Upload upload, Optional<String> origin) {
        return store.openSession(names.source(place(upload)), upload.length(), PRIVATE, origin);
    }

    /** Writes how it ended; the first that does so counts. */
    FinishedUpload finish(Upload upload, FinishedUpload end) {
        URI name = names.finished(place(upload));
        if (created(name, end.json())) {
            return end;
        }
        return store.version(name)
                .flatMap(there -> read(there, FinishedUpload::of))
                .orElse(end);
    }

    /** Removes what a finished upload was made of. */
    void removeParts(Place place, List<ObjectVersion> objects) {
        String groups = names.source(place) + "~";
        remove(objects.stream()
                .filter(object -> names.offset(place, object.uri()).isPresent()
                        || object.uri().toString().startsWith(groups)));
    }

    /** Removes all but what says that there was such an upload. */
    void removeContent(Place place, List<ObjectVersion> objects) {
        Set<URI> kept = Set.of(names.info(place), names.finished(place));
        remove(objects.stream().filter(object -> !kept.contains(object.uri())));
    }

    /** Removes all. What says that there is such an upload goes first: the rest of a removal is nobody's then. */
    void removeAll(Place place, List<ObjectVersion> objects) {
        URI info = names.info(place);
        remove(objects.stream().filter(object -> object.uri().equals(info)));
        remove(objects.stream().filter(object -> !object.uri().equals(info)));
        synchronized (known) {
            known.remove(place);
        }
    }

    private void remove(Stream<ObjectVersion> objects) {
        objects.forEach(object -> store.delete(object.uri(), object.generation()));
    }

    /** Whether the name was free. */
    private boolean created(URI name, byte[] content) {
        try {
            store.write(name, content, Precondition.absent(), PRIVATE);
            return true;
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
            return false;
        }
    }
}
