package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.encoder.task.upload.SegmentUploads;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TranscodeAudio;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.command.AudioTrackCommand;
import dev.dashline.media.plan.AudioTrackPlan;
import dev.dashline.media.plan.MediaPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** TRANSCODE of audio: decodes one chunk of a track, or all of it, and encodes it. */
final class TranscodeAudioExecutor {

    private static final Duration START_UP = Duration.ofMinutes(5);

    /** Audio may end this much before the length that the source states. */
    private static final long MISSING_MICROS = 1_000_000;

    private final TaskResources tools;

    TranscodeAudioExecutor(TaskResources tools) {
        this.tools = tools;
    }

    TaskOutcome execute(EncoderTask task, MediaPlan plan, TranscodeAudio work, TranscodeRun run)
            throws MediaException, InterruptedException {
        int track = work.getTrack();
        int chunk = work.getChunk();
        AudioTrackPlan audio = plan.audio().get(track);
        // Progress is that of the video chunks; without video, that of the first track.
        boolean tells = plan.isSoundOnly() && track == 0;
        try (SegmentUploads uploads = run.uploads(task, List.of(audio.id()))) {
            List<String> problems = run.encode(
                    plan,
                    audio.source().streams(),
                    uploads,
                    (files, flow) -> AudioTrackCommand.arguments(
                            plan,
                            track,
                            tools.sounds().find(plan, track, chunk, files.source(), flow),
                            files,
                            tools.limits()),
                    START_UP.plusMillis(audio.lengthMicros(chunk) / 1_000),
                    (frames, micros) -> run.context().progress(tells ? micros / 1_000 : 0));
            Path folder = uploads.renditions().get(0).folder();
            if (chunk > 0 && RenditionFolder.isEmpty(folder)) {
                requireWhole(plan, audio, chunk, audio.startMicros(chunk));
                return run.finishEmpty(task, plan);
            }
            return run.finish(
                    task,
                    plan,
                    () -> List.of(verified(plan, audio, chunk, folder, run.scratch())),
                    written ->
                            List.of(PartInventory.Measured.of(new LoudnessMeter(tools, run).measure(written.get(0)))),
                    uploads,
                    new PartInventory.Findings(
                            PartInventory.Concealed.of(
                                    audio.id(), audio.startMicros(chunk), audio.lengthMicros(chunk), problems),
                            List.of()));
        }
    }

    private RenditionFolder verified(MediaPlan plan, AudioTrackPlan audio, int chunk, Path folder, Scratch scratch)
            throws MediaException, InterruptedException {
        RenditionFolder written = RenditionFolder.read(folder);
        OptionalLong end = audio.endSample(chunk);
        boolean right = written.init().sampleRate() == audio.encoding().sampleRate()
                && written.init().channels() == audio.encoding().channels()
                && written.init().timescale() == audio.encoding().sampleRate()
                && written.segments().firstKey() == audio.firstSample(chunk)
                && (end.isEmpty() || written.end() <= end.getAsLong());
        if (!right) {
            throw new MediaException(
                    MediaFault.OUTPUT_INVALID, "What FFmpeg wrote for " + audio.id() + " is not what was asked for.");
        }
        requireWhole(
                plan, audio, chunk, written.end() * 1_000_000 / written.init().timescale());
        new DecodeCheck(tools.ffmpeg(), scratch).requireSound(written);
        return written;
    }

    /** Only without video: otherwise the number of frames shows whether the source is complete. */
    private static void requireWhole(MediaPlan plan, AudioTrackPlan audio, int chunk, long endMicros)
            throws MediaException {
        long expected = audio.startMicros(chunk) + audio.lengthMicros(chunk);
        if (plan.isSoundOnly() && endMicros + MISSING_MICROS < expected) {
            throw new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source says that its sound lasts " + audio.durationMicros() / 1_000_000
                            + " s, but it ends after " + endMicros / 1_000_000 + " s.");
        }
    }
}
