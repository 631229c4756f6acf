package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.RenditionFolder;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cage.Reach;
import dev.dashline.media.command.DecodeCommand;
import dev.dashline.media.ffmpeg.Ffmpeg;
import dev.dashline.media.ffmpeg.InputHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the output of a task: all of the lowest rung, and of the others the keyframe at the start of each GOP.
 * Decoding everything would cost a tenth of the encoding; this costs a hundredth.
 */
final class DecodeCheck {

    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);
    /** FFmpeg reports its progress as the start of the last frame or as its end. */
    private static final long TOLERANCE_MICROS = 100_000;

    private final Ffmpeg ffmpeg;
    private final Scratch scratch;

    DecodeCheck(Ffmpeg ffmpeg, Scratch scratch) {
        this.ffmpeg = ffmpeg;
        this.scratch = scratch;
    }

    /**
     * Decodes video: each frame of the lowest rung.
     *
     * @param rungs the lowest last
     * @throws MediaException {@code OUTPUT_INVALID} if a frame does not decode
     */
    void requirePictures(List<RenditionFolder> rungs) throws MediaException, InterruptedException {
        List<RenditionFolder> order = new ArrayList<>();
        rungs.forEach(rung -> order.add(0, rung));
        AtomicLong decoded = new AtomicLong();
        run(order, (frames, micros) -> decoded.set(frames));
        long expected = order.get(0).samples();
        if (decoded.get() != expected) {
            throw invalid("Of " + expected + " frames that were written, " + decoded.get() + " can be decoded.", null);
        }
    }

    /**
     * Decodes all of a part of an audio track.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if it does not decode to its end
     */
    void requireSound(RenditionFolder sound) throws MediaException, InterruptedException {
        AtomicLong decoded = new AtomicLong();
        run(List.of(sound), (frames, micros) -> decoded.set(micros));
        long expected = (sound.end() - sound.segments().firstKey())
                * 1_000_000
                / sound.init().timescale();
        if (decoded.get() + TOLERANCE_MICROS < expected) {
            throw invalid(
                    "Of " + expected + " µs of sound that were written, " + decoded.get() + " can be decoded.", null);
        }
    }

    private void run(List<RenditionFolder> order, Ffmpeg.Progress progress)
            throws MediaException, InterruptedException {
        List<Path> lists = new ArrayList<>();
        for (RenditionFolder rendition : order) {
            lists.add(rendition.list(scratch.folder().resolve("decode-" + lists.size() + ".txt")));
        }
        try {
            ffmpeg.run(
                    DecodeCommand.arguments(lists),
                    Reach.NONE.in(scratch.folder()),
                    TIME_LIMIT,
                    progress,
                    () -> InputHealth.FLOWING);
        } catch (MediaException e) {
            // The input is not the source, but what FFmpeg wrote.
            throw e.fault() == MediaFault.CORRUPT_MEDIA
                    ? invalid("What FFmpeg wrote cannot be decoded.", e.detail())
                    : e;
        }
    }

    private static MediaException invalid(String message, @Nullable String detail) {
        return new MediaException(MediaFault.OUTPUT_INVALID, message, detail, OptionalInt.empty());
    }
}
