package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.encoder.task.upload.SegmentUploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.MediaSegment;
import dev.dashline.media.command.ChunkStart;
import dev.dashline.media.command.VideoChunkCommand;
import dev.dashline.media.plan.ChunkGrid;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.media.plan.Rung;
import dev.dashline.media.plan.VideoPlan;
import dev.dashline.media.profile.QualityMetric;
import dev.dashline.media.report.NoteKind;
import dev.dashline.media.report.SourceNote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** TRANSCODE of video: decodes one chunk and encodes it to all rungs. */
final class TranscodeVideoExecutor {

    /** Seconds that a chunk may take for each second of media: one that takes longer will miss any deadline. */
    private static final long SLOWEST = 120;

    private static final Duration START_UP = Duration.ofMinutes(5);

    private final TaskResources tools;

    TranscodeVideoExecutor(TaskResources tools) {
        this.tools = tools;
    }

    TaskOutcome execute(EncoderTask task, MediaPlan plan, int chunk, TranscodeRun run)
            throws MediaException, InterruptedException {
        VideoPlan video = plan.requireVideo();
        ChunkGrid grid = video.grid();
        List<String> ids = video.rungs().stream().map(Rung::id).toList();
        List<PartInventory.Noted> notes = new ArrayList<>();
        try (SegmentUploads uploads = run.uploads(task, ids)) {
            List<String> problems = run.encode(
                    plan,
                    List.of(video.stream()),
                    uploads,
                    (files, flow) -> {
                        ChunkStart start = tools.keyframes().find(plan, chunk, files.source(), flow);
                        shapes(video, start).map(PartInventory.Noted::of).ifPresent(notes::add);
                        return VideoChunkCommand.arguments(plan, start, files, tools.limits());
                    },
                    timeLimit(grid, chunk),
                    (frames, micros) -> run.context().progress(grid.rate().microsOf(frames) / 1_000));
            return run.finish(
                    task,
                    plan,
                    () -> verified(video, chunk, uploads, run.scratch()),
                    written -> measured(video, written, run.scratch()),
                    uploads,
                    new PartInventory.Findings(
                            PartInventory.Concealed.of(
                                    PartInventory.Concealed.VIDEO,
                                    grid.startMicros(chunk),
                                    grid.rate().microsOf(grid.expectedFrames(chunk)),
                                    problems),
                            notes));
        }
    }

    private static Optional<SourceNote> shapes(VideoPlan video, ChunkStart start) {
        return start.aspects().isEmpty()
                ? Optional.empty()
                : Optional.of(SourceNote.of(
                        NoteKind.SHAPE_CHANGES,
                        video.stream(),
                        "After " + video.grid().startMicros(start.chunk()) / 1_000_000
                                + " s, there are pictures of another shape: they get bars."));
    }

    private static List<PartInventory.Measured> measured(
            VideoPlan video, List<RenditionFolder> written, Scratch scratch) throws MediaException {
        Optional<QualityMetric> metric = video.quality();
        return metric.isEmpty()
                ? List.of()
                : QualityCheck.means(metric.get(), written, scratch).stream()
                        .map(PartInventory.Measured::of)
                        .toList();
    }

    private static Duration timeLimit(ChunkGrid grid, int chunk) {
        return START_UP.plusMillis(grid.rate().microsOf(grid.frameLimit(chunk)) / 1_000 * SLOWEST);
    }

    private List<RenditionFolder> verified(VideoPlan video, int chunk, SegmentUploads uploads, Scratch scratch)
            throws MediaException, InterruptedException {
        List<RenditionFolder> written = new ArrayList<>();
        for (Rung rung : video.rungs()) {
            RenditionFolder folder = RenditionFolder.read(
                    uploads.renditions().get(written.size()).folder());
            requireComplete(video, chunk, rung, folder);
            written.add(folder);
        }
        new DecodeCheck(tools.ffmpeg(), scratch).requirePictures(written);
        return written;
    }

    private static void requireComplete(VideoPlan video, int chunk, Rung rung, RenditionFolder folder)
            throws MediaException {
        ChunkGrid grid = video.grid();
        long frame = grid.frameUnits(folder.init().timescale());
        long start = grid.firstFrame(chunk) * frame;
        if (folder.segments().firstKey() > start) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source has no picture that can be decoded at "
                            + start / folder.init().timescale() + " s.");
        }
        requireFrames(grid, chunk, folder.samples());
        boolean right = folder.init().width() == rung.shape().width()
                && folder.init().height() == rung.shape().height()
                && video.picture().colours().output().equals(folder.init().colours())
                && folder.segments().firstKey() == start;
        for (MediaSegment segment : folder.segments().values()) {
            boolean last = segment.time() == folder.segments().lastKey();
            right &= segment.duration() == segment.samples() * frame
                    && (last || segment.samples() == grid.segmentFrames());
        }
        if (!right) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID, "What FFmpeg wrote for " + rung.id() + " is not what was asked for.");
        }
    }

    private static void requireFrames(ChunkGrid grid, int chunk, long frames) throws MediaException {
        long expected = grid.expectedFrames(chunk);
        if (Math.abs(frames - expected) > grid.tolerance(chunk)) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source gives " + frames + " frames from "
                            + grid.rate().secondsOf(grid.firstFrame(chunk)) + " s on, where " + expected
                            + " were expected.");
        }
    }
}
