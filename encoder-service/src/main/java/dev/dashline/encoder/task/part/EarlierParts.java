package dev.dashline.encoder.task.part;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkKind;
import dev.dashline.encoder.task.part.PartInventory.Entry;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes use of what an earlier attempt of the same video encoded by the same plan: copies it to where this attempt's objects are, byte for
 * byte and checked against the checksums that its encoder measured. What has been swept meanwhile, or is not as it was measured, is encoded
 * again. Nothing is shared between attempts, so that none can be harmed by the end, or by a late worker, of another.
 */
public record EarlierParts(ObjectStore store, EncodeSettings settings) {

    private static final Logger log = LoggerFactory.getLogger(EarlierParts.class);

    /** Of a video that is replayed again and again, only so many attempts are looked at. */
    private static final int ATTEMPTS = 5;

    /** The outcome of a transcode task of a replay, if an earlier attempt has done it; empty if it is to be encoded. */
    public Optional<TaskOutcome> reuse(EncoderTask task) throws InterruptedException {
        WorkKind kind = WorkKind.of(task);
        if (kind != WorkKind.TRANSCODE_VIDEO && kind != WorkKind.TRANSCODE_AUDIO) {
            return Optional.empty();
        }
        for (int attempt : attemptsBefore(task).toArray()) {
            try {
                Optional<TaskOutcome> copied = copy(task, attempt);
                if (copied.isPresent()) {
                    log.atInfo()
                            .addKeyValue("task", task.getTaskId())
                            .addKeyValue("from", attempt)
                            .log("part reused");
                    return copied;
                }
            } catch (MediaException | StoreException | IOException e) {
                log.atWarn()
                        .addKeyValue("task", task.getTaskId())
                        .addKeyValue("from", attempt)
                        .setCause(e)
                        .log("part cannot be reused");
            }
        }
        return Optional.empty();
    }

    /** The attempts that are looked at, the newest first. */
    static IntStream attemptsBefore(EncoderTask task) {
        int last = task.getAttempt() - 1;
        return IntStream.range(0, Math.min(last, ATTEMPTS)).map(back -> last - back);
    }

    private Optional<TaskOutcome> copy(EncoderTask task, int attempt)
            throws MediaException, IOException, InterruptedException {
        AttemptLayout places = new AttemptLayout(settings, task);
        Optional<StoredObject> found;
        try (Stream<StoredObject> parts = store.list(places.partsOf(task, attempt))) {
            found = parts.max(
                    Comparator.comparing((StoredObject part) -> part.uri().toString()));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PartInventory there = PartInventory.fromJson(content(Entry.of(found.get())));
        Copier copier = new Copier(places, new Uploads(store, task.getEpoch()), places.published(task, attempt), task);
        List<PartInventory.Rendition> renditions = new ArrayList<>();
        for (PartInventory.Rendition rendition : there.renditions()) {
            renditions.add(copier.copy(rendition));
        }
        PartInventory part = new PartInventory(task.getTaskId(), there.frames(), renditions);
        StoredObject inventory = copier.uploads()
                .stage(places.part(task), part.toJson(), ObjectAttributes.immutable("application/json"));
        return Optional.of(new TaskOutcome.Transcoded(
                new PartRef(task.getTaskId(), inventory.uri().toString(), inventory.crc32c(), part.frames())));
    }

    private byte[] content(Entry entry) throws IOException, MediaException {
        long generation = store.version(entry.uri())
                .orElseThrow(() -> new StoreException(Reason.NOT_FOUND, entry.uri(), entry.uri() + " is gone", null))
                .generation();
        try (InputStream in = store.read(entry.uri(), generation, 0, entry.size())) {
            byte[] content = in.readAllBytes();
            if (content.length != entry.size() || !Crc32c.of(content).equals(entry.crc32c())) {
                throw new MediaException(
                        MediaFault.OUTPUT_INVALID, entry.uri() + " is not what was measured when it was written.");
            }
            return content;
        }
    }

    /** Copies one part's objects. */
    private final class Copier {

        private final AttemptLayout places;
        private final Uploads uploads;
        private final URI from;
        private final ObjectAttributes attributes;

        Copier(AttemptLayout places, Uploads uploads, URI from, EncoderTask task) {
            this.places = places;
            this.uploads = uploads;
            this.from = from;
            this.attributes = ObjectAttributes.immutable(
                    WorkKind.of(task) == WorkKind.TRANSCODE_VIDEO ? "video/mp4" : "audio/mp4");
        }

        Uploads uploads() {
            return uploads;
        }

        PartInventory.Rendition copy(PartInventory.Rendition rendition)
                throws MediaException, IOException, InterruptedException {
            Entry init = copy(rendition.id(), rendition.initObject());
            List<PartInventory.Segment> segments = new ArrayList<>();
            for (PartInventory.Segment segment : rendition.segments()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped copying");
                }
                segments.add(new PartInventory.Segment(
                        segment.time(), segment.duration(), segment.samples(), copy(rendition.id(), segment.object())));
            }
            return new PartInventory.Rendition(rendition.id(), rendition.init(), init, segments, rendition.quality());
        }

        private Entry copy(String rendition, Entry entry) throws MediaException, IOException {
            String folder = from + rendition + "/";
            String uri = entry.uri().toString();
            String name = uri.substring(uri.lastIndexOf('/') + 1);
            if (!uri.equals(folder + name)) {
                throw new MediaException(MediaFault.OUTPUT_INVALID, uri + " is not in " + folder + ".");
            }
            return Entry.of(uploads.publishSame(places.published(rendition, name), content(entry), attributes));
        }
    }
}
