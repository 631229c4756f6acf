package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.encoder.task.upload.SegmentUploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.VideoRung;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cmaf.MediaSegment;
import dev.dashline.media.command.VideoChunkCommand;
import dev.dashline.media.plan.ChunkPlan;
import dev.dashline.media.plan.FrameRate;
import dev.dashline.media.plan.QualityMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** TRANSCODE of video: one chunk, all rungs, decoded once. */
final class TranscodeVideoExecutor {

    /** A chunk that takes longer than this for each second of media will not end well. */
    private static final long SLOWEST = 120;

    private static final Duration START_UP = Duration.ofMinutes(5);

    private final TaskResources tools;

    TranscodeVideoExecutor(TaskResources tools) {
        this.tools = tools;
    }

    TaskOutcome execute(EncoderTask task, EncodingPlan plan, int chunk, TranscodeRun run)
            throws MediaException, InterruptedException {
        FrameRate rate = new FrameRate(plan.getFrameRateNum(), plan.getFrameRateDen());
        List<VideoRung> rungs = plan.getRungs();
        List<String> ids = rungs.stream().map(VideoRung::getId).toList();
        try (SegmentUploads uploads = run.uploads(task, ids)) {
            run.encode(
                    plan,
                    uploads,
                    (files, health) -> VideoChunkCommand.arguments(
                            plan, tools.keyframes().find(plan, chunk, files.source(), health), files, tools.limits()),
                    timeLimit(plan, chunk),
                    (frames, micros) -> run.context().progress(rate.microsOf(frames) / 1_000));
            return run.finish(
                    task,
                    plan,
                    () -> verified(plan, chunk, uploads, run.scratch()),
                    written -> measured(plan, chunk, written, run),
                    uploads);
        }
    }

    private List<Double> measured(EncodingPlan plan, int chunk, List<RenditionFolder> written, TranscodeRun run)
            throws MediaException, InterruptedException {
        Optional<QualityMetric> metric = plan.getQuality().flatMap(QualityMetric::parse);
        return metric.isEmpty()
                ? List.of()
                : new QualityCheck(tools, run).measure(plan, chunk, metric.get(), written, timeLimit(plan, chunk));
    }

    private static Duration timeLimit(EncodingPlan plan, int chunk) {
        FrameRate rate = new FrameRate(plan.getFrameRateNum(), plan.getFrameRateDen());
        return START_UP.plusMillis(rate.microsOf(VideoChunkCommand.frameLimit(plan, chunk)) / 1_000 * SLOWEST);
    }

    private List<RenditionFolder> verified(EncodingPlan plan, int chunk, SegmentUploads uploads, Scratch scratch)
            throws MediaException, InterruptedException {
        List<RenditionFolder> written = new ArrayList<>();
        for (VideoRung rung : plan.getRungs()) {
            RenditionFolder folder = RenditionFolder.read(
                    uploads.renditions().get(written.size()).folder());
            requireComplete(plan, chunk, rung, folder);
            written.add(folder);
        }
        new DecodeCheck(tools.ffmpeg(), scratch).requirePictures(written);
        return written;
    }

    private static void requireComplete(EncodingPlan plan, int chunk, VideoRung rung, RenditionFolder folder)
            throws MediaException {
        long frame = folder.init().timescale() * plan.getFrameRateDen() / plan.getFrameRateNum();
        long start = (long) chunk * plan.getChunkFrames() * frame;
        if (folder.segments().firstKey() > start) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source has no picture that can be decoded at "
                            + start / folder.init().timescale() + " s.");
        }
        requireFrames(plan, chunk, folder.samples());
        boolean right = folder.init().width() == rung.getWidth()
                && folder.init().height() == rung.getHeight()
                && folder.segments().firstKey() == start;
        for (MediaSegment segment : folder.segments().values()) {
            boolean last = segment.time() == folder.segments().lastKey();
            right &= segment.duration() == segment.samples() * frame
                    && (last || segment.samples() == plan.getSegmentFrames());
        }
        if (!right) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID, "What FFmpeg wrote for " + rung.getId() + " is not what was asked for.");
        }
    }

    private static void requireFrames(EncodingPlan plan, int chunk, long frames) throws MediaException {
        boolean last = chunk == plan.getChunks() - 1;
        FrameRate rate = new FrameRate(plan.getFrameRateNum(), plan.getFrameRateDen());
        long expected = last ? plan.getFrames() - (long) chunk * plan.getChunkFrames() : plan.getChunkFrames();
        long tolerance = last ? ChunkPlan.frameTolerance(rate) : 0;
        if (Math.abs(frames - expected) > tolerance) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source gives " + frames + " frames from "
                            + rate.secondsOf((long) chunk * plan.getChunkFrames()) + " s on, where " + expected
                            + " were expected.");
        }
    }
}
