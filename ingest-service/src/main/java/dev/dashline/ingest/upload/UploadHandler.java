package dev.dashline.ingest.upload;

import dev.dashline.ingest.upload.UploadNames.Place;
import dev.dashline.ingest.upload.UploadRefused.Reason;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All uploads. Each method throws {@link UploadRefused} if the client has to do something else, and {@link
 * dev.dashline.store.StoreException} if the object store cannot do its part. Safe for use by any thread, and by any
 * number of replicas.
 */
public final class UploadHandler {

    private final UploadStore store;
    private final UploadLimits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Supplier<UUID> ids;

    /** What a client says of an upload before it sends it. Its fields are those of {@link Upload}. */
    public record Wish(long length, String metadata, Optional<String> request, boolean direct) {}

    /**
     * Uploads in an object store.
     *
     * @param nanoTime as {@link System#nanoTime}
     * @param ids makes ids of uploads that nobody can guess
     */
    public UploadHandler(
            ObjectStore objects,
            UploadNames names,
            UploadLimits limits,
            Clock clock,
            LongSupplier nanoTime,
            Supplier<UUID> ids) {
        this.store = new UploadStore(objects, names);
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ids = ids;
    }

    public UploadLimits limits() {
        return limits;
    }

    /** Creates an upload, with nothing in it. It counts before the quota is looked at, so that it holds for many. */
    public Upload create(String tenant, Wish wish) {
        if (wish.length() > limits.maxSize()) {
            throw new UploadRefused(
                    Reason.TOO_LARGE, "At most " + limits.maxSize() + " bytes are allowed: see UPLOAD_MAX_SIZE.");
        }
        Upload upload = new Upload(
                ids.get().toString(),
                tenant,
                wish.length(),
                wish.metadata(),
                wish.request(),
                wish.direct(),
                clock.instant().plus(limits.unfinished()));
        store.create(upload);
        if (kept(tenant) > limits.quota()) {
            remove(upload);
            throw new UploadRefused(
                    Reason.OVER_QUOTA,
                    "All uploads of the tenant may have " + limits.quota()
                            + " bytes: delete some, or wait until some expire. See UPLOAD_QUOTA.");
        }
        return upload;
    }

    private long kept(String tenant) {
        Instant now = clock.instant();
        return store.ofTenant(tenant).entrySet().stream()
                .flatMap(each -> store.state(each.getKey(), each.getValue()).stream())
                .filter(state -> state.expiresAt().isAfter(now))
                .mapToLong(state -> state.upload().length())
                .sum();
    }

    /** How far an upload is. */
    public UploadState state(String tenant, String id) {
        Place place = new Place(tenant, id);
        UploadState state = Optional.of(place)
                .filter(asked -> UploadNames.isId(id))
                .flatMap(asked -> store.state(asked, store.objects(asked)))
                .orElseThrow(() -> new UploadRefused(Reason.NOT_FOUND, "No upload has this id."));
        if (!state.expiresAt().isAfter(clock.instant())) {
            throw new UploadRefused(Reason.EXPIRED, "The upload has expired. Create another one.");
        }
        return state;
    }

    /**
     * Adds a body to an upload. What has come of a body that breaks off is kept, unless it has a checksum.
     *
     * @param state how far the upload is
     * @param offset where the body begins
     * @param length of the body, if it is known
     * @return the offset after it
     */
    public long append(
            UploadState state,
            long offset,
            OptionalLong length,
            InputStream content,
            Optional<UploadChecksum> checksum) {
        Upload upload = state.upload();
        if (upload.direct()) {
            throw new UploadRefused(Reason.OTHER_OFFSET, "This upload is sent to its session, not here.");
        }
        if (offset != state.offset()) {
            throw otherOffset(state.offset());
        }
        UploadAppender appender = new UploadAppender(store, upload, new UploadBody(content, nanoTime));
        appender.requireRoom(offset, length);
        if (state.isWhole()) {
            return upload.length();
        }
        return appender.append(offset, checksum)
                .orElseThrow(
                        () -> otherOffset(state(upload.tenant(), upload.id()).offset()));
    }

    private static UploadRefused otherOffset(long offset) {
        return new UploadRefused(
                Reason.OTHER_OFFSET, "It goes on at byte " + offset + ". Another client may send it, too.");
    }

    /**
     * Ends an upload of which all bytes are there. To repeat it changes nothing.
     *
     * @param requester asks for the video that the upload is for and returns its id, however often it is called; what
     *     it throws leaves the upload as it is
     */
    public FinishedUpload finish(String tenant, String id, Function<Upload, Optional<String>> requester) {
        UploadState state = state(tenant, id);
        if (state.finished().isPresent()) {
            return state.finished().get();
        }
        Upload upload = state.upload();
        if (!upload.direct() && state.isWhole()) {
            store.join(state);
        }
        OptionalLong size = store.size(upload);
        if (size.isEmpty() || size.getAsLong() != upload.length()) {
            throw new UploadRefused(
                    Reason.UNFINISHED, "Not all of the " + upload.length() + " bytes are there. Send the rest first.");
        }
        FinishedUpload end = store.finish(
                upload,
                new FinishedUpload(requester.apply(upload), clock.instant().plus(limits.finished())));
        Place place = UploadStore.place(upload);
        store.removeParts(place, store.objects(place));
        return end;
    }

    /** Where a client may send a direct upload to; removes it if the store offers nothing of that kind. */
    public URI openSession(Upload upload, Optional<String> origin) {
        return store.openSession(upload, origin).orElseThrow(() -> {
            remove(upload);
            return new UploadRefused(
                    Reason.UNSUPPORTED,
                    "The store of UPLOAD_URI has no sessions, only gs: has. Send the upload to /uploads.");
        });
    }

    /** Removes an upload, finished or not. */
    public void remove(Upload upload) {
        Place place = UploadStore.place(upload);
        store.removeAll(place, store.objects(place));
    }

    /**
     * Removes what has expired, and what was left by a process that was killed. That an upload has expired is known for
     * as long again as it had to its end.
     *
     * @return how many uploads expired
     */
    public int sweep() {
        int expired = 0;
        for (Map.Entry<Place, List<ObjectVersion>> each : store.all().entrySet()) {
            Place place = each.getKey();
            Optional<UploadState> state = store.state(place, each.getValue());
            Instant now = clock.instant();
            if (state.isEmpty()
                    || !state.get().expiresAt().plus(limits.unfinished()).isAfter(now)) {
                store.removeAll(place, each.getValue());
            } else if (!state.get().expiresAt().isAfter(now)) {
                store.removeContent(place, each.getValue());
                expired++;
            } else if (state.get().finished().isPresent()) {
                store.removeParts(place, each.getValue());
            }
        }
        return expired;
    }
}
