package dev.dashline.media.ffmpeg;

import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.media.cage.CageLimits;
import dev.dashline.media.cage.Reach;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs FFmpeg, and kills a run that hangs. Safe for use by many threads, each with its own run. */
public final class Ffmpeg {

    /** What FFmpeg writes when the source is at fault, and not this machine. */
    private static final Pattern SOURCE_AT_FAULT = Pattern.compile(
            "Invalid data found|corrupt|partial file|Truncat|truncat|error while decoding|Error submitting packet to"
                    + " decoder|moov atom not found|Invalid NAL|non-existing PPS|End of file"
                    + "|No filtered frames for output stream");

    /** Is told how far a run is. Called on one thread at a time. */
    @FunctionalInterface
    public interface Progress {

        /**
         * The run has got further.
         *
         * @param frames of video written so far
         * @param micros of media written so far
         */
        void at(long frames, long micros);
    }

    private static final Duration CHECK = Duration.ofMillis(250);

    /** A child of the program may hold its outputs open. */
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);

    private final Path program;
    private final Duration stallLimit;
    private final ProcessStarter processes;
    private final ScheduledExecutorService watchdogs;

    /**
     * A runner of one program.
     *
     * @param stallLimit how long a run may show no progress before it is killed
     * @param watchdogs checks the runs four times a second; stays the caller's
     */
    public Ffmpeg(Path program, Duration stallLimit, ProcessStarter processes, ScheduledExecutorService watchdogs) {
        this.program = program;
        this.stallLimit = stallLimit;
        this.processes = processes;
        this.watchdogs = watchdogs;
    }

    /**
     * Runs FFmpeg to its end. Its exit status alone is no proof of success: look at what it wrote.
     *
     * @param reach what the run may touch
     * @param timeLimit how long the run may take in all
     * @param flow of the source: a run without progress does not count as hung while its source is {@code WAITING}
     * @return the end of what FFmpeg wrote to standard error
     * @throws MediaException {@code CORRUPT_MEDIA} if the source is at fault, {@code TOO_LARGE} if the run needs more
     *     memory or space than it may have, {@code ENCODER_FAILED} otherwise
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public String run(List<String> arguments, Reach reach, Duration timeLimit, Progress progress, InputFlow flow)
            throws MediaException, InterruptedException {
        CageLimits limits = processes.cage().limits();
        RunWatch watch =
                new RunWatch(stallLimit, timeLimit, progress, flow, () -> Excess.ofFolder(reach.folder(), limits));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        try (RunningProcess run =
                processes.start(command, reach, timeLimit, new FfmpegProgressReader(watch::progress))) {
            ScheduledFuture<?> checks = watchdogs.scheduleWithFixedDelay(
                    () -> watch.check(run), CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
            try {
                run.waitFor();
            } finally {
                checks.cancel(false);
            }
            run.awaitOutput(OUTPUT_LIMIT);
            requireSuccess(run.exitCode(), run.stdErr(), watch, limits);
            return run.stdErr();
        } catch (IOException e) {
            throw new MediaException(
                    MediaFault.ENCODER_FAILED, "FFmpeg could not be started.", e.getMessage(), OptionalInt.empty());
        }
    }

    private static void requireSuccess(OptionalInt status, String stdErr, RunWatch watch, CageLimits limits)
            throws MediaException {
        if (watch.killedBecause().isPresent()) {
            RunWatch.Kill kill = watch.killedBecause().get();
            throw new MediaException(kill.fault(), kill.why(), stdErr, status);
        }
        if (status.orElse(-1) != 0) {
            throw failed(status, stdErr, limits);
        }
    }

    private static MediaException failed(OptionalInt status, String stdErr, CageLimits limits) {
        boolean sourceAtFault = !ExitStatus.isFromOutside(status)
                && SOURCE_AT_FAULT.matcher(stdErr).find()
                && !stdErr.contains("No space left");
        return sourceAtFault
                ? new MediaException(
                        MediaFault.CORRUPT_MEDIA,
                        "The source cannot be decoded from beginning to end: part of it is missing or damaged.",
                        stdErr,
                        status)
                : Excess.of("FFmpeg", status, stdErr, limits)
                        .orElseGet(() -> new MediaException(
                                MediaFault.ENCODER_FAILED, ExitStatus.sentence("FFmpeg", status), stdErr, status));
    }
}
