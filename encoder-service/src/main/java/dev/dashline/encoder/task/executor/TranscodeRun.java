package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.source.OpenSource;
import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkKind;
import dev.dashline.encoder.task.part.AttemptLayout;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.encoder.task.upload.SegmentUploads;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.MediaException;
import dev.dashline.media.command.TaskFiles;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What both kinds of transcode task do before and after FFmpeg. */
record TranscodeRun(TaskResources tools, Scratch scratch, TaskContext context) {

    /** What one run of FFmpeg is to do, given its files. */
    interface Command {
        List<String> arguments(TaskFiles files, Supplier<InputHealth> health)
                throws MediaException, InterruptedException;
    }

    /** A folder for each rendition, and the way from there to the store. */
    SegmentUploads uploads(EncoderTask task, List<String> ids) {
        AttemptLayout places = new AttemptLayout(tools.settings(), task);
        List<SegmentUploads.Rendition> renditions = new ArrayList<>();
        for (String id : ids) {
            Path folder = scratch.sub(Integer.toString(renditions.size()));
            renditions.add(new SegmentUploads.Rendition(id, folder, name -> places.published(id, name)));
        }
        return new SegmentUploads(
                tools.pool(),
                new Uploads(tools.store(), task.getEpoch()),
                renditions,
                WorkKind.of(task) == WorkKind.TRANSCODE_VIDEO ? "video/mp4" : "audio/mp4",
                RenditionFolder::isWhole);
    }

    /** Runs FFmpeg over the source, as it was analyzed; what it writes begins to go up meanwhile. */
    void encode(MediaPlan plan, SegmentUploads uploads, Command command, Duration timeLimit, Ffmpeg.Progress progress)
            throws MediaException, InterruptedException {
        try {
            run(plan, command, (ffmpeg, arguments, source) -> {
                uploads.begin();
                ffmpeg.run(
                        arguments,
                        timeLimit,
                        progress,
                        () -> uploads.failure().isPresent() ? InputHealth.BROKEN : source.health());
            });
        } catch (MediaException e) {
            uploads.failure().ifPresent(failure -> {
                throw failure;
            });
            throw e;
        }
    }

    /** Runs FFmpeg over the source, as it was analyzed; what it writes stays here. */
    void read(MediaPlan plan, Command command, Duration timeLimit) throws MediaException, InterruptedException {
        Ffmpeg.Progress unheard = (frames, micros) -> {};
        run(plan, command, (ffmpeg, arguments, source) -> ffmpeg.run(arguments, timeLimit, unheard, source::health));
    }

    /** How FFmpeg is run over a source that is open. */
    private interface Runner {
        void run(Ffmpeg ffmpeg, List<String> arguments, OpenSource source) throws MediaException, InterruptedException;
    }

    private void run(MediaPlan plan, Command command, Runner runner) throws MediaException, InterruptedException {
        SourcePin pin = plan.source();
        tools.sources().requireUnchanged(pin.uri(), pin.generation());
        ObjectVersion version = new ObjectVersion(pin.uri(), pin.bytes(), pin.generation());
        try (OpenSource source = tools.sources().open(version)) {
            try {
                TaskFiles files = new TaskFiles(source.input(), scratch.folder());
                runner.run(tools.ffmpeg(), command.arguments(files, source::health), source);
            } catch (MediaException e) {
                throw tools.sources().blame(source, pin.uri(), e);
            }
        }
    }

    /** Reads back what lies in the folders of the renditions, and finds it to be what was asked for. */
    interface Check {
        List<RenditionFolder> verified() throws MediaException, InterruptedException;
    }

    /** Measures what is verified, one figure for each rendition; no figure at all if nothing is to be measured. */
    interface Measure {
        List<Double> of(List<RenditionFolder> written) throws MediaException, InterruptedException;
    }

    /**
     * Writes what is verified to the store, and last the list of it. What another try has written already takes the
     * place of ours.
     */
    TaskOutcome finish(EncoderTask task, MediaPlan plan, Check check, Measure measure, SegmentUploads uploads)
            throws MediaException, InterruptedException {
        List<RenditionFolder> written = check.verified();
        tools.sources().requireUnchanged(plan.source().uri(), plan.source().generation());
        List<Map<String, StoredObject>> stored = new ArrayList<>();
        for (RenditionFolder folder : written) {
            stored.add(uploads.finish(uploads.renditions().get(stored.size()), folder.names()));
        }
        if (uploads.tookOver()) {
            // Nobody has seen these beside each other yet.
            written = check.verified();
        }
        List<Double> quality = measure.of(written);
        List<PartInventory.Rendition> renditions = new ArrayList<>();
        for (RenditionFolder folder : written) {
            int next = renditions.size();
            renditions.add(folder.inventory(
                    uploads.renditions().get(next).id(),
                    stored.get(next),
                    quality.isEmpty() ? null : quality.get(next)));
        }
        boolean video = WorkKind.of(task) == WorkKind.TRANSCODE_VIDEO;
        long frames = video ? written.get(0).samples() : 0;
        return finish(task, new PartInventory(task.getTaskId(), frames, renditions));
    }

    /** Writes the list of what was written. */
    TaskOutcome finish(EncoderTask task, PartInventory part) throws MediaException {
        StoredObject inventory = new Uploads(tools.store(), task.getEpoch())
                .stage(
                        new AttemptLayout(tools.settings(), task).part(task),
                        part.toJson(),
                        ObjectAttributes.immutable("application/json"));
        return new TaskOutcome.Transcoded(
                new PartRef(task.getTaskId(), inventory.uri().toString(), inventory.crc32c(), part.frames()));
    }
}
