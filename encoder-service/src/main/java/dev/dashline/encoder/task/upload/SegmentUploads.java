package dev.dashline.encoder.task.upload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.SegmentFiles;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.Crc32c;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * The uploads of one transcode task. Segments are uploaded while FFmpeg writes the next ones, since FFmpeg gives a
 * segment its final name only when it is complete. The newest segment of each rendition is held back, since an FFmpeg
 * that crashes leaves it too short. Nothing refers to an early upload until the task has verified its output. If
 * another try of the task stored a segment first, that one replaces the local file, and the task verifies it instead.
 * Safe for use by many threads.
 */
public final class SegmentUploads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SegmentUploads.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /**
     * What FFmpeg writes for one rendition.
     *
     * @param folder where FFmpeg writes
     * @param targets where a file of the folder goes, by its name
     */
    public record Rendition(String id, Path folder, Function<String, ObjectTarget> targets) {}

    private final UploadPool pool;
    private final Uploads uploads;
    private final List<Rendition> renditions;
    private final Predicate<Path> whole;

    @GuardedBy("this")
    private final Map<Path, Future<StoredObject>> sent = new HashMap<>();

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> looking;

    @GuardedBy("this")
    private boolean closed;

    private boolean tookOver;

    /**
     * Creates the uploads of one task.
     *
     * @param whole whether a file is a complete segment; needed because on a full disk FFmpeg also gives incomplete
     *     ones their final names, and an uploaded segment cannot be replaced
     */
    public SegmentUploads(UploadPool pool, Uploads uploads, List<Rendition> renditions, Predicate<Path> whole) {
        this.pool = pool;
        this.uploads = uploads;
        this.whole = whole;
        this.renditions = List.copyOf(renditions);
    }

    public List<Rendition> renditions() {
        return renditions;
    }

    /** Whether {@link #finish} has replaced a local file by one that another try stored. */
    public boolean tookOver() {
        return tookOver;
    }

    /** Starts to upload segments as FFmpeg finishes them. */
    public synchronized void begin() {
        looking = pool.scan(this::look, LOOK_EVERY);
    }

    /** The failure of an upload that a retry cannot cure, if there is one; the task can then stop FFmpeg early. */
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
     * Uploads the remaining files, and waits until all are stored.
     *
     * @param names of the files of the rendition
     * @return the stored objects, by name
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
        if (!SegmentFiles.isSegment(file.toString())) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID,
                    "Another worker has written another " + object.uri() + ": all encoders need the same FFmpeg.");
        }
        log.atInfo().addKeyValue("object", object.uri()).log("segment taken over from another try");
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
            log.atDebug().setCause(e).log("segments cannot be listed"); // finish() uploads the rest
        }
    }

    /** Names of complete segments, the newest last. */
    private static List<String> finished(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(SegmentFiles::isSegment)
                    .sorted(Comparator.comparingLong(SegmentFiles::time))
                    .toList();
        }
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

    @GuardedBy("this")
    private void send(Rendition rendition, String name) {
        ObjectTarget target = rendition.targets().apply(name);
        Path file = rendition.folder().resolve(name);
        sent.put(file, pool.submit(() -> uploads.publish(target, file)));
    }

    /** The failure of an upload, if the store caused it. */
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

    /** Cancels the uploads that are under way and starts no more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (looking != null) {
            looking.cancel(false);
        }
        sent.values().forEach(each -> each.cancel(true));
    }
}
