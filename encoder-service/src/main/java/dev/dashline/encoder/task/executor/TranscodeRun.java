package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.source.OpenSource;
import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.WorkKind;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.PartLists;
import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.encoder.task.upload.SegmentUploads;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MediaException;
import dev.dashline.media.cage.Reach;
import dev.dashline.media.command.SegmentFiles;
import dev.dashline.media.command.TaskFiles;
import dev.dashline.media.ffmpeg.DamageNotes;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.SourcePin;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.TrackType;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoredObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What transcode tasks of video and sound do before and after FFmpeg. */
record TranscodeRun(TaskResources tools, Scratch scratch, TaskContext context) {

    /** What one run of FFmpeg is to do, given its files. */
    interface Command {
        List<String> arguments(TaskFiles files, InputFlow flow) throws MediaException, InterruptedException;
    }

    /** Makes a folder for each rendition, and the uploads of what FFmpeg writes there. */
    SegmentUploads uploads(EncoderTask task, List<String> ids) {
        AttemptLayout attempt = tools.settings().attempt(task);
        TrackType track = WorkKind.of(task) == WorkKind.TRANSCODE_VIDEO ? TrackType.VIDEO : TrackType.AUDIO;
        List<SegmentUploads.Rendition> renditions = new ArrayList<>();
        for (String id : ids) {
            Path folder = scratch.sub(Integer.toString(renditions.size()));
            renditions.add(new SegmentUploads.Rendition(
                    id,
                    folder,
                    name -> SegmentFiles.isSegment(name)
                            ? attempt.segment(id, track, SegmentFiles.time(name))
                            : attempt.init(id, track)));
        }
        return new SegmentUploads(
                tools.pool(), new Uploads(tools.store(), task.getEpoch()), renditions, RenditionFolder::isWhole);
    }

    /**
     * Runs FFmpeg over the generation of the source that was analyzed, and uploads segments meanwhile.
     *
     * @param streams of the source that are read
     * @return what damage of them was concealed
     */
    List<String> encode(
            MediaPlan plan,
            List<Integer> streams,
            SegmentUploads uploads,
            Command command,
            Duration timeLimit,
            Ffmpeg.Progress progress)
            throws MediaException, InterruptedException {
        try {
            String complaints = run(plan, command, (ffmpeg, arguments, source) -> {
                uploads.begin();
                InputFlow flow = source.brokenIf(() -> uploads.failure().isPresent());
                return ffmpeg.run(arguments, reach(source), timeLimit, progress, flow);
            });
            return plan.conceals() ? DamageNotes.of(complaints, streams) : List.of();
        } catch (MediaException e) {
            uploads.failure().ifPresent(failure -> {
                throw failure;
            });
            throw e;
        }
    }

    /** Runs FFmpeg over the generation of the source that was analyzed, and uploads nothing. */
    void read(MediaPlan plan, Command command, Duration timeLimit) throws MediaException, InterruptedException {
        Ffmpeg.Progress unheard = (frames, micros) -> {};
        run(
                plan,
                command,
                (ffmpeg, arguments, source) -> ffmpeg.run(arguments, reach(source), timeLimit, unheard, source));
    }

    private Reach reach(OpenSource source) {
        return source.input().reach().in(scratch.folder());
    }

    /** Runs FFmpeg over an open source. */
    private interface Runner {
        String run(Ffmpeg ffmpeg, List<String> arguments, OpenSource source)
                throws MediaException, InterruptedException;
    }

    private String run(MediaPlan plan, Command command, Runner runner) throws MediaException, InterruptedException {
        SourcePin pin = plan.source();
        tools.sources().requireUnchanged(pin.uri(), pin.generation());
        ObjectVersion version = new ObjectVersion(pin.uri(), pin.bytes(), pin.generation());
        try (OpenSource source = tools.sources().open(version)) {
            try {
                TaskFiles files = new TaskFiles(source.input(), scratch.folder());
                return runner.run(tools.ffmpeg(), command.arguments(files, source), source);
            } catch (MediaException e) {
                throw tools.sources().causeOf(source, pin.uri(), e);
            }
        }
    }

    /** Reads back what FFmpeg wrote and checks it against the plan. */
    interface Check {
        List<RenditionFolder> verified() throws MediaException, InterruptedException;
    }

    /** Measures each rendition; an empty list if there is nothing to measure. */
    interface Measure {
        List<PartInventory.Measured> of(List<RenditionFolder> written) throws MediaException, InterruptedException;
    }

    /** Uploads the verified files and, last, their list. Where another try was first, its segments replace ours. */
    TaskOutcome finish(
            EncoderTask task,
            MediaPlan plan,
            Check check,
            Measure measure,
            SegmentUploads uploads,
            PartInventory.Findings findings)
            throws MediaException, InterruptedException {
        context.encoded();
        List<RenditionFolder> written = check.verified();
        tools.sources().requireUnchanged(plan.source().uri(), plan.source().generation());
        List<Map<String, StoredObject>> stored = new ArrayList<>();
        for (RenditionFolder folder : written) {
            stored.add(uploads.finish(uploads.renditions().get(stored.size()), folder.names()));
        }
        if (uploads.tookOver()) {
            // Segments of two tries have not been verified together yet.
            written = check.verified();
        }
        List<PartInventory.Measured> measured = measure.of(written);
        List<PartInventory.Rendition> renditions = new ArrayList<>();
        for (RenditionFolder folder : written) {
            int next = renditions.size();
            renditions.add(folder.inventory(
                    uploads.renditions().get(next).id(),
                    stored.get(next),
                    measured.isEmpty() ? PartInventory.Measured.NOTHING : measured.get(next)));
        }
        boolean video = WorkKind.of(task) == WorkKind.TRANSCODE_VIDEO;
        long frames = video ? written.get(0).samples() : 0;
        return finish(task, new PartInventory(task.getTaskId(), frames, renditions, findings));
    }

    /** For a part of which the source has nothing: its sound has ended before. */
    TaskOutcome finishEmpty(EncoderTask task, MediaPlan plan) throws MediaException {
        tools.sources().requireUnchanged(plan.source().uri(), plan.source().generation());
        return finish(task, new PartInventory(task.getTaskId(), 0, List.of()));
    }

    /** Writes the list of a part. */
    TaskOutcome finish(EncoderTask task, PartInventory part) throws MediaException {
        AttemptLayout attempt = tools.settings().attempt(task);
        TaskOutcome outcome = PartLists.write(task, part, attempt, new Uploads(tools.store(), task.getEpoch()));
        context.stored(part.objects().stream().mapToLong(Inventory.Entry::size).sum());
        return outcome;
    }
}
