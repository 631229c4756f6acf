package dev.dashline.media.ffprobe;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cage.CageLimits;
import dev.dashline.media.cage.Reach;
import dev.dashline.media.ffmpeg.Excess;
import dev.dashline.media.ffmpeg.ExitStatus;
import dev.dashline.media.ffmpeg.InputFlow;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.OutputReader;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.ffmpeg.RunningProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Runs ffprobe, for a limited time. Safe for use by many threads.
 *
 * @param limit how long a run may take, beside a second for each megabyte of the source
 */
public record ProbeRunner(Path program, Duration limit, ProcessStarter processes) {

    /** Bytes of what ffprobe says of itself. */
    private static final int LONGEST_TEXT = 1 << 20;

    /** How long ffprobe may take where it reads no source: it has to be loaded first. */
    private static final Duration START = Duration.ofMinutes(1);

    private static final Duration CHECK = Duration.ofMillis(100);

    /**
     * What ffprobe says without a source.
     *
     * @throws MediaException {@code ENCODER_FAILED} if it was killed, {@code INVALID_CONTAINER} if it fails otherwise
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public String text(List<String> arguments) throws MediaException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputReader reader = stdOut -> out.writeBytes(stdOut.readNBytes(LONGEST_TEXT));
        run(arguments, Reach.NONE, reader, () -> InputHealth.FLOWING, new ProbeWatch(START, 0));
        return out.toString(StandardCharsets.UTF_8);
    }

    /**
     * What ffprobe says of a source, which must be asked for as JSON. Long strings are cut.
     *
     * @param reach what ffprobe may touch: the source
     * @param flow of the source: time that it makes ffprobe wait does not count
     * @return the end of what ffprobe wrote to standard error
     * @throws MediaException {@code INVALID_CONTAINER} if it fails or takes too long, {@code TOO_LARGE} if a picture
     *     has too many pixels, {@code ENCODER_FAILED} if it was killed
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public String list(List<String> arguments, Reach reach, ProbeItems items, InputFlow flow)
            throws MediaException, InterruptedException {
        ProbeAnswer answer = new ProbeAnswer(items);
        String stdErr = run(arguments, reach, answer, flow, new ProbeWatch(limit, flow.size()));
        if (!answer.isComplete()) {
            throw new MediaException(
                    MediaFault.INVALID_CONTAINER, "What ffprobe says of the source breaks off, or cannot be read.");
        }
        return stdErr;
    }

    private String run(List<String> arguments, Reach reach, OutputReader reader, InputFlow flow, ProbeWatch watch)
            throws MediaException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try (RunningProcess ffprobe = processes.start(command, reach, watch.limit(), reader)) {
            awaitEnd(ffprobe, watch, flow);
            ffprobe.awaitOutput();
            OptionalInt status = ffprobe.exitCode();
            if (status.orElse(-1) != 0) {
                throw failed(status, ffprobe.stdErr(), processes.cage().limits());
            }
            return ffprobe.stdErr();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(RunningProcess ffprobe, ProbeWatch watch, InputFlow flow)
            throws MediaException, InterruptedException {
        long last = System.nanoTime();
        while (!ffprobe.waitFor(CHECK)) {
            InputHealth health = flow.health();
            if (health == InputHealth.BROKEN) {
                throw new MediaException(MediaFault.INVALID_CONTAINER, "The source cannot be read any more.");
            }
            long now = System.nanoTime();
            Optional<String> reason = watch.look(Duration.ofNanos(now - last), health, read(ffprobe, flow));
            if (reason.isPresent()) {
                throw new MediaException(MediaFault.INVALID_CONTAINER, reason.get());
            }
            last = now;
        }
    }

    private static OptionalLong read(RunningProcess ffprobe, InputFlow flow) {
        OptionalLong itself = ffprobe.bytesRead();
        return itself.isEmpty() ? itself : OptionalLong.of(itself.getAsLong() + flow.delivered());
    }

    private static MediaException failed(OptionalInt status, String stdErr, CageLimits limits) {
        if (ExitStatus.isFromOutside(status)) {
            return new MediaException(
                    MediaFault.ENCODER_FAILED, ExitStatus.sentence("ffprobe", status), stdErr, status);
        }
        return Refusals.ofPictures(stdErr)
                .or(() -> Refusals.ofTracks(stdErr))
                .or(() -> Refusals.ofFormat(stdErr))
                .orElseGet(() -> new MediaException(
                        MediaFault.INVALID_CONTAINER,
                        "The source is not a video file that can be read."
                                // A file that asks for so much is damaged, or made to do harm.
                                + Excess.of("ffprobe", status, stdErr, limits)
                                        .map(limit -> " " + limit.getMessage())
                                        .orElse(""),
                        stdErr,
                        status));
    }
}
