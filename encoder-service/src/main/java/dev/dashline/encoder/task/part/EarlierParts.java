package dev.dashline.encoder.task.part;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkKind;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.schemas.storage.TrackType;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reuses parts that an earlier attempt of the video encoded by the same plan. Copies their objects to the names of this
 * attempt and checks them against the checksums that their encoder measured. Parts that were swept or changed since are
 * encoded again. Attempts share no objects, so neither the sweep nor a late worker of one can harm another.
 */
public record EarlierParts(ObjectStore store, EncodeSettings settings) {

    private static final Logger log = LoggerFactory.getLogger(EarlierParts.class);

    /** How many earlier attempts are searched, the newest first. */
    private static final int ATTEMPTS = 5;

    /**
     * The outcome of a transcode task, if an earlier attempt has already done the same work; empty if the part must be
     * encoded.
     */
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
                        .log("part not reused");
            }
        }
        return Optional.empty();
    }

    /** The earlier attempts that are searched, the newest first. */
    static IntStream attemptsBefore(EncoderTask task) {
        int last = task.getAttempt() - 1;
        return IntStream.range(0, Math.min(last, ATTEMPTS)).map(back -> last - back);
    }

    private Optional<TaskOutcome> copy(EncoderTask task, int attempt)
            throws MediaException, IOException, InterruptedException {
        AttemptLayout earlier = settings.layout().attempt(task.getVideoId(), attempt);
        URI list = PartLists.of(earlier, task).uri();
        Optional<ObjectVersion> found = store.version(list);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PartInventory there =
                PartInventory.fromJson(store.readAll(list, found.get().generation()));
        AttemptLayout attemptNow = settings.attempt(task);
        Copier copier = new Copier(earlier, attemptNow, new Uploads(store, task.getEpoch()), task);
        List<PartInventory.Rendition> renditions = new ArrayList<>();
        for (PartInventory.Rendition rendition : there.renditions()) {
            renditions.add(copier.copy(rendition));
        }
        PartInventory part = new PartInventory(task.getTaskId(), there.frames(), renditions, there.findings());
        return Optional.of(PartLists.write(task, part, attemptNow, copier.uploads()));
    }

    private byte[] content(Entry entry) throws IOException, MediaException {
        long generation = store.version(entry.uri())
                .orElseThrow(() -> new StoreException(Reason.NOT_FOUND, entry.uri(), entry.uri() + " is gone", null))
                .generation();
        try (InputStream in = store.read(entry.uri(), generation, 0, entry.size())) {
            byte[] content = in.readAllBytes();
            if (content.length != entry.size() || !Crc32c.of(content).equals(entry.crc32c())) {
                throw new MediaException(MediaFault.OUTPUT_INVALID, entry.uri() + " is not what its task wrote.");
            }
            return content;
        }
    }

    /** Copies one part's objects. */
    private final class Copier {

        private final AttemptLayout from;
        private final AttemptLayout to;
        private final Uploads uploads;
        private final TrackType track;

        Copier(AttemptLayout from, AttemptLayout to, Uploads uploads, EncoderTask task) {
            this.from = from;
            this.to = to;
            this.uploads = uploads;
            this.track = WorkKind.of(task) == WorkKind.TRANSCODE_VIDEO ? TrackType.VIDEO : TrackType.AUDIO;
        }

        Uploads uploads() {
            return uploads;
        }

        PartInventory.Rendition copy(PartInventory.Rendition rendition)
                throws MediaException, IOException, InterruptedException {
            String id = rendition.id();
            Entry init = copy(rendition.initObject(), from.init(id, track), to.init(id, track));
            List<PartInventory.Segment> segments = new ArrayList<>();
            for (PartInventory.Segment segment : rendition.segments()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped copying");
                }
                Entry copied = copy(
                        segment.object(),
                        from.segment(id, track, segment.time()),
                        to.segment(id, track, segment.time()));
                segments.add(new PartInventory.Segment(
                        segment.time(), segment.duration(), segment.samples(), copied, segment.keyframe()));
            }
            return new PartInventory.Rendition(
                    id, rendition.init(), init, segments, rendition.quality(), rendition.loudness());
        }

        private Entry copy(Entry entry, ObjectTarget there, ObjectTarget here) throws MediaException, IOException {
            if (!entry.uri().equals(there.uri())) {
                throw new MediaException(MediaFault.OUTPUT_INVALID, entry.uri() + " is not " + there.uri() + ".");
            }
            return PartInventory.entry(uploads.publishSame(here, content(entry)));
        }
    }
}
