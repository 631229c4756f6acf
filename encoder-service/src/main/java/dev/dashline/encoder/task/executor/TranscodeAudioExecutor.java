package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.encoder.task.upload.SegmentUploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.AudioTrackCommand;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** TRANSCODE of audio: one whole track, because encoded audio cannot be cut without a gap. */
final class TranscodeAudioExecutor {

    private static final Duration START_UP = Duration.ofMinutes(5);

    /** Audio may end this much before the length that the source states. */
    private static final long MISSING_MICROS = 1_000_000;

    private final TaskResources tools;

    TranscodeAudioExecutor(TaskResources tools) {
        this.tools = tools;
    }

    TaskOutcome execute(EncoderTask task, MediaPlan plan, int track, TranscodeRun run)
            throws MediaException, InterruptedException {
        AudioTrackPlan audio = plan.audio().get(track);
        try (SegmentUploads uploads = run.uploads(task, List.of(audio.id()))) {
            run.encode(
                    plan,
                    uploads,
                    (files, health) -> AudioTrackCommand.arguments(plan, track, files, tools.limits()),
                    START_UP.plusMillis(audio.durationMicros() / 1_000),
                    // Progress is that of the video chunks; without video, that of the first track.
                    (frames, micros) -> run.context().progress(plan.isSoundOnly() && track == 0 ? micros / 1_000 : 0));
            Path folder = uploads.renditions().get(0).folder();
            return run.finish(
                    task,
                    plan,
                    () -> List.of(verified(plan, audio, folder, run.scratch())),
                    written -> List.of(),
                    uploads);
        }
    }

    private RenditionFolder verified(MediaPlan plan, AudioTrackPlan audio, Path folder, Scratch scratch)
            throws MediaException, InterruptedException {
        RenditionFolder written = RenditionFolder.read(folder);
        boolean right = written.init().sampleRate() == audio.encoding().sampleRate()
                && written.init().channels() == audio.encoding().channels()
                && written.segments().firstKey() == 0;
        if (!right) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID, "What FFmpeg wrote for " + audio.id() + " is not what was asked for.");
        }
        if (plan.isSoundOnly()) {
            requireWhole(audio, written);
        }
        new DecodeCheck(tools.ffmpeg(), scratch).requireSound(written);
        return written;
    }

    /** Only without video: otherwise the number of frames shows whether the source is complete. */
    private static void requireWhole(AudioTrackPlan audio, RenditionFolder written) throws MediaException {
        long micros = written.end() * 1_000_000 / written.init().timescale();
        if (micros + MISSING_MICROS < audio.durationMicros()) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source says that its sound lasts " + audio.durationMicros() / 1_000_000
                            + " s, but it ends after " + micros / 1_000_000 + " s.");
        }
    }
}
