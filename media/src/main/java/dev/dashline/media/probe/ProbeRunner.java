package dev.dashline.media.probe;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.ffmpeg.ExitStatus;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.media.ffmpeg.OutputReader;
import dev.dashline.media.ffmpeg.ProcessStarter;
import dev.dashline.media.ffmpeg.RunningProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Runs ffprobe, for a limited time.
 *
 * @param limit how long a run may take; time that the source makes it wait does not count
 */
record ProbeRunner(Path program, Duration limit, ProcessStarter processes) {

    /** Bytes of an answer that is kept as text. */
    private static final int MAX_OUTPUT = 32 << 20;

    private static final Duration CHECK = Duration.ofMillis(100);

    /** What ffprobe wrote to its two outputs. */
    record Answer(String text, String stdErr) {}

    /**
     * Runs ffprobe to its end.
     *
     * @throws MediaException {@code INVALID_CONTAINER} if it fails or takes too long, {@code ENCODER_FAILED} if it was
     *     killed
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    Answer run(List<String> arguments, Supplier<InputHealth> health) throws MediaException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String stdErr = run(arguments, limit, stdOut -> copy(stdOut, out), health);
        return new Answer(out.toString(StandardCharsets.UTF_8), stdErr);
    }

    /**
     * The same, with a reader of the standard output.
     *
     * @param time how long the run may take
     * @return what ffprobe wrote to standard error
     */
    String run(List<String> arguments, Duration time, OutputReader reader, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try (RunningProcess ffprobe = processes.start(command, reader)) {
            if (!endsInTime(ffprobe, time, health)) {
                throw new MediaException(
                        MediaFault.INVALID_CONTAINER,
                        "ffprobe could not read the source within " + time.toSeconds() + " s.");
            }
            ffprobe.awaitOutput();
            OptionalInt status = ffprobe.exitCode();
            if (status.orElse(-1) != 0) {
                throw failed(status, ffprobe.stdErr());
            }
            return ffprobe.stdErr();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaException failed(OptionalInt status, String stdErr) {
        return ExitStatus.isFromOutside(status)
                ? new MediaException(MediaFault.ENCODER_FAILED, ExitStatus.sentence("ffprobe", status), stdErr, status)
                : new MediaException(
                        MediaFault.INVALID_CONTAINER,
                        "The source is not a video file that can be read.",
                        stdErr,
                        status);
    }

    private static boolean endsInTime(RunningProcess ffprobe, Duration time, Supplier<InputHealth> health)
            throws InterruptedException {
        long left = time.toNanos();
        long last = System.nanoTime();
        while (left > 0 && health.get() != InputHealth.BROKEN) {
            if (ffprobe.waitFor(CHECK)) {
                return true;
            }
            long now = System.nanoTime();
            left -= health.get() == InputHealth.WAITING ? 0 : now - last;
            last = now;
        }
        return false;
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) throws IOException {
        try {
            to.writeBytes(from.readNBytes(MAX_OUTPUT));
        } catch (IOException e) {
            // Half an answer must not pass for a whole one: nothing at all is no JSON.
            to.reset();
            throw e;
        }
    }
}
