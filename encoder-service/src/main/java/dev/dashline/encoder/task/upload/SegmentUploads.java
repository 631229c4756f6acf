package dev.dashline.encoder.task.upload;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of one transcode task. Segments go up while FFmpeg writes the next ones: FFmpeg gives a segment its name when it
 * is whole. The newest of each rendition waits, since an FFmpeg that breaks down ends with one that is too short. What went up
 * early counts for nothing before the task has verified all that it made: no list names it until then. Where another try of the task was
 * first, what it wrote takes the place of the file, for the task to verify that instead.
 */
public final class SegmentUploads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SegmentUploads.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String SEGMENT = ".m4s";

    /** What FFmpeg writes for one rendition, and where it goes. */
    public record Rendition(String id, Path folder, Function<String, URI> names) {}

    private final UploadPool pool;
    private final Uploads uploads;
    private final List<Rendition> renditions;
    private final ObjectAttributes attributes;
    private final Predicate<Path> whole;
    private final Map<Path, Future<StoredObject>> sent = new HashMap<>();
    private @Nullable ScheduledFuture<?> looking;
    private boolean closed;
    private boolean tookOver;

    /**
     * For one task.
     *
     * @param whole whether a file is a segment that nothing is missing of: an FFmpeg on a full disk names those, too, and no other can
     *     have the name once it is sent
     */
    public SegmentUploads(
            UploadPool pool, Uploads uploads, List<Rendition> renditions, String contentType, Predicate<Path> whole) {
        this.pool = pool;
        this.uploads = uploads;
        this.whole = whole;
        this.renditions = List.copyOf(renditions);
        this.attributes = ObjectAttributes.immutable(contentType);
    }

    public List<Rendition> renditions() {
        return renditions;
    }

    /** Whether there are files now that another try has made. */
    public boolean tookOver() {
        return tookOver;
    }

    /** From now on segments are sent as they are finished. */
    public synchronized void begin() {
        looking = pool.scan(this::look, LOOK_EVERY);
    }

    /** Why it is of no use to go on, if it is not. */
    public synchronized Optional<StoreException> failure() {
        return sent.values().stream()
                .flatMap(each -> failure(each).stream())
                .filter(cause -> switch (cause.reason()) {
                    case UNAUTHENTICATED, FORBIDDEN, NO_BUCKET -> true;
                    case NOT_FOUND, PRECONDITION_FAILED, CORRUPT, FULL, UNAVAILABLE -> false;
                })
                .findFirst();
    }

    /**
     * Sends what has not been sent, and waits until all of it is stored.
     *
     * @param names of the rendition's files
     * @return what is stored, by name
     */
    public Map<String, StoredObject> finish(Rendition rendition, List<String> names)
            throws MediaException, InterruptedException {
        names.forEach(name -> sendUnlessStored(rendition, name));
        Map<String, StoredObject> stored = new HashMap<>();
        for (String name : names) {
            Path file = rendition.folder().resolve(name);
            StoredObject object = UploadPool.await(sent(file));
            if (!isSame(file, object)) {
                takeOver(file, object);
            }
            stored.put(name, object);
        }
        return stored;
    }

    private static boolean isSame(Path file, StoredObject object) {
        try {
            return Files.size(file) == object.size() && Crc32c.of(file).equals(object.crc32c());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeOver(Path file, StoredObject object) throws MediaException {
        if (!file.toString().endsWith(SEGMENT)) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID,
                    "Another worker has written another " + object.uri() + ": all encoders need the same FFmpeg.");
        }
        log.atInfo().addKeyValue("object", object.uri()).log("another try was first");
        uploads.fetch(object, file);
        tookOver = true;
    }

    private void look() {
        try {
            for (Rendition rendition : renditions) {
                List<String> finished = finished(rendition.folder());
                finished.stream()
                        .limit(Math.max(0, finished.size() - 1))
                        .filter(name -> !isSent(rendition, name)
                                && whole.test(rendition.folder().resolve(name)))
                        .forEach(name -> sendOnce(rendition, name));
            }
        } catch (IOException | UncheckedIOException e) {
            log.atDebug().setCause(e).log("cannot look for segments"); // all are sent in the end anyway
        }
    }

    /** Names of whole segments, the newest last: those being written are called otherwise. */
    private static List<String> finished(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SEGMENT))
                    .sorted(Comparator.comparingLong(SegmentUploads::time))
                    .toList();
        }
    }

    private static long time(String name) {
        return Long.parseLong(name.substring(0, name.length() - SEGMENT.length()));
    }

    private synchronized boolean isSent(Rendition rendition, String name) {
        return sent.containsKey(rendition.folder().resolve(name));
    }

    private synchronized Future<StoredObject> sent(Path file) {
        return Objects.requireNonNull(sent.get(file));
    }

    private synchronized void sendUnlessStored(Rendition rendition, String name) {
        Future<StoredObject> earlier = sent.get(rendition.folder().resolve(name));
        if (earlier == null || failure(earlier).isPresent()) {
            send(rendition, name);
        }
    }

    private synchronized void sendOnce(Rendition rendition, String name) {
        if (!closed && !isSent(rendition, name)) {
            send(rendition, name);
        }
    }

    private void send(Rendition rendition, String name) {
        URI object = rendition.names().apply(name);
        Path file = rendition.folder().resolve(name);
        sent.put(file, pool.submit(() -> uploads.publish(object, file, attributes)));
    }

    /** Why an upload failed, if a store failed it. */
    private static Optional<StoreException> failure(Future<StoredObject> upload) {
        if (!upload.isDone() || upload.isCancelled()) {
            return Optional.empty();
        }
        try {
            upload.get();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause() instanceof StoreException cause ? cause : null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** Nothing more is sent, and what is being sent is given up. */
    @Override
    public synchronized void close() {
        closed = true;
        if (looking != null) {
            looking.cancel(false);
        }
        sent.values().forEach(each -> each.cancel(true));
    }
}
