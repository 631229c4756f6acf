package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.encoder.task.TaskFailures;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.PartLists;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.Package;
import dev.dashline.media.MediaException;
import dev.dashline.media.cmaf.InitSegment;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.schemas.storage.TrackType;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes and packages parts that were not made by FFmpeg, such as simulated ones, with the names, preconditions and
 * checks of real ones. Safe for use by many threads.
 */
public final class PartStore {

    private final ObjectStore store;
    private final EncodeSettings settings;
    private final PackageExecutor packaging;

    public PartStore(ObjectStore store, EncodeSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.packaging = new PackageExecutor(store, settings, Runnable::run, clock);
    }

    /**
     * What a task made for one rendition of the video.
     *
     * @param init what the init segment is said to contain
     * @param initContent the init segment, to be written in UTF-8: the same from every task
     */
    public record MadeRendition(String id, InitSegment init, String initContent, List<MadeSegment> segments) {}

    /** One media segment, to be written in UTF-8; times in units of the track. */
    public record MadeSegment(long time, long duration, int samples, String content) {}

    /** Writes the objects of a transcode task and, last, their list. */
    public TaskOutcome write(EncoderTask task, List<MadeRendition> renditions) {
        try {
            Uploads uploads = new Uploads(store, task.getEpoch());
            AttemptLayout attempt = settings.attempt(task);
            List<PartInventory.Rendition> written = new ArrayList<>();
            for (MadeRendition rendition : renditions) {
                written.add(write(rendition, attempt, uploads));
            }
            long frames = renditions.get(0).segments().stream()
                    .mapToLong(MadeSegment::samples)
                    .sum();
            PartInventory part = new PartInventory(task.getTaskId(), frames, written);
            return PartLists.write(task, part, attempt, uploads);
        } catch (MediaException e) {
            return TaskFailures.failed(task, e);
        } catch (StoreException e) {
            return TaskFailures.failed(task, e);
        }
    }

    /** Does a PACKAGE task, as for any video. */
    public TaskOutcome packageParts(EncoderTask task, MediaPlan plan, Package work) throws InterruptedException {
        try {
            return packaging.execute(task, plan, work, Optional.empty());
        } catch (MediaException e) {
            return TaskFailures.failed(task, e);
        } catch (StoreException e) {
            return TaskFailures.failed(task, e);
        }
    }

    private static PartInventory.Rendition write(MadeRendition made, AttemptLayout attempt, Uploads uploads)
            throws MediaException {
        StoredObject init = uploads.publishSame(attempt.init(made.id(), TrackType.VIDEO), bytes(made.initContent()));
        List<PartInventory.Segment> segments = new ArrayList<>();
        for (MadeSegment segment : made.segments()) {
            ObjectTarget target = attempt.segment(made.id(), TrackType.VIDEO, segment.time());
            segments.add(new PartInventory.Segment(
                    segment.time(),
                    segment.duration(),
                    segment.samples(),
                    PartInventory.entry(uploads.publishSame(target, bytes(segment.content())))));
        }
        return new PartInventory.Rendition(made.id(), made.init(), PartInventory.entry(init), segments);
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
