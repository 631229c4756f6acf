package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskFailures;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.AttemptLayout;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.MediaException;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes parts that FFmpeg did not make, and ties them together: the layout, the fences and the checks are those of parts that it did.
 * Safe for use by many threads.
 */
public final class PartStore {

    private static final String VIDEO = "video/mp4";

    private final ObjectStore store;
    private final EncodeSettings settings;
    private final PackageExecutor packaging;

    public PartStore(ObjectStore store, EncodeSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.packaging = new PackageExecutor(store, settings, clock);
    }

    /**
     * What a task made for one rendition of the video.
     *
     * @param init what the init segment tells
     * @param initContent the init segment, to be written in UTF-8: the same from every task
     */
    public record MadeRendition(String id, InitSegment init, String initContent, List<MadeSegment> segments) {}

    /** One media segment, to be written in UTF-8; times in units of the track. */
    public record MadeSegment(long time, long duration, int samples, String content) {}

    /** Writes what a transcode task made, and last the list of it. */
    public TaskOutcome write(EncoderTask task, List<MadeRendition> renditions) {
        try {
            Uploads uploads = new Uploads(store, task.getEpoch());
            AttemptLayout places = new AttemptLayout(settings, task);
            List<PartInventory.Rendition> written = new ArrayList<>();
            for (MadeRendition rendition : renditions) {
                written.add(write(rendition, places, uploads));
            }
            long frames = renditions.get(0).segments().stream()
                    .mapToLong(MadeSegment::samples)
                    .sum();
            PartInventory part = new PartInventory(task.getTaskId(), frames, written);
            StoredObject inventory =
                    uploads.stage(places.part(task), part.toJson(), ObjectAttributes.immutable("application/json"));
            return new TaskOutcome.Transcoded(
                    new PartRef(task.getTaskId(), inventory.uri().toString(), inventory.crc32c(), frames));
        } catch (MediaException e) {
            return TaskFailures.failed(task, e);
        } catch (StoreException e) {
            return TaskFailures.failed(task, e);
        }
    }

    /** Verifies the whole and writes manifests and inventory, as for any video. */
    public TaskOutcome tieTogether(EncoderTask task, MediaPlan plan, List<PartRef> parts) throws InterruptedException {
        try {
            return packaging.execute(task, plan, parts, Optional.empty());
        } catch (MediaException e) {
            return TaskFailures.failed(task, e);
        } catch (StoreException e) {
            return TaskFailures.failed(task, e);
        }
    }

    private static PartInventory.Rendition write(MadeRendition made, AttemptLayout places, Uploads uploads)
            throws MediaException {
        ObjectAttributes attributes = ObjectAttributes.immutable(VIDEO);
        StoredObject init =
                uploads.publishSame(places.published(made.id(), "init.mp4"), bytes(made.initContent()), attributes);
        List<PartInventory.Segment> segments = new ArrayList<>();
        for (MadeSegment segment : made.segments()) {
            URI name = places.published(made.id(), segment.time() + ".m4s");
            segments.add(new PartInventory.Segment(
                    segment.time(),
                    segment.duration(),
                    segment.samples(),
                    PartInventory.Entry.of(uploads.publishSame(name, bytes(segment.content()), attributes))));
        }
        return new PartInventory.Rendition(made.id(), made.init(), PartInventory.Entry.of(init), segments);
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
