package dev.dashline.media.ffmpeg;

import com.github.kokorin.jaffree.ffmpeg.FFmpegProgress;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs FFmpeg, and ends it when it hangs. Safe for use by many threads, each with its own run. */
public final class Ffmpeg implements AutoCloseable {

    /** What FFmpeg says when the source is to blame, rather than this machine. */
    private static final Pattern SOURCE_TO_BLAME = Pattern.compile(
            "Invalid data found|corrupt|partial file|Truncat|truncat|error while decoding|Error submitting packet to decoder"
                    + "|moov atom not found|Invalid NAL|non-existing PPS|End of file");

    /** What is told while FFmpeg runs. */
    @FunctionalInterface
    public interface Progress {

        /**
         * It goes on.
         *
         * @param frames of video written so far
         * @param micros of media written so far
         */
        void at(long frames, long micros);
    }

    private static final Duration CHECK = Duration.ofMillis(250);
    /** Who has taken that part of the time that he may stall does not hang: telling that there is no progress takes less. */
    private static final int BUSY = 10;

    private final Path program;
    private final ProcessGuard guard;
    private final Duration stallLimit;
    private final ScheduledExecutorService watchdogs;

    /**
     * A runner of one program.
     *
     * @param stallLimit how long a run may show no progress before it is ended
     * @param guard ends the runs should this process be killed; stays the caller's
     * @param watchdogs looks after the runs; shut down when this is closed
     */
    public Ffmpeg(Path program, Duration stallLimit, ProcessGuard guard, ScheduledExecutorService watchdogs) {
        this.program = program;
        this.guard = guard;
        this.stallLimit = stallLimit;
        this.watchdogs = watchdogs;
    }

    /**
     * Runs to the end. That it says it succeeded is no proof that it did: look at what it wrote.
     *
     * @param timeLimit how long the run may take in all
     * @param health of the source: while it has to be waited for, no progress is no hang
     * @throws MediaException {@code CORRUPT_MEDIA} if the source is to blame, {@code ENCODER_FAILED} otherwise
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    public void run(List<String> arguments, Duration timeLimit, Progress progress, Supplier<InputHealth> health)
            throws MediaException, InterruptedException {
        Watch watch = new Watch(timeLimit, progress, health);
        FfmpegRun run = new FfmpegRun(program, arguments, watch::at, guard);
        ScheduledFuture<?> watchdog = watchdogs.scheduleWithFixedDelay(
                () -> watch.check(run), CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
        try {
            FfmpegRun.Ended ended = run.run();
            String complaint = watch.complaint;
            if (!complaint.isEmpty()) {
                throw new MediaException(MediaFault.ENCODER_FAILED, complaint, ended.stdErr(), ended.exitCode());
            }
            if (ended.exitCode().orElse(-1) != 0) {
                throw failed(ended);
            }
        } finally {
            watchdog.cancel(false);
        }
    }

    private static MediaException failed(FfmpegRun.Ended ended) {
        if (!ExitStatus.isByOthers(ended.exitCode())
                && SOURCE_TO_BLAME.matcher(ended.stdErr()).find()
                && !ended.stdErr().contains("No space left")) {
            return new MediaException(
                    MediaFault.CORRUPT_MEDIA,
                    "The source cannot be decoded from beginning to end: part of it is missing or damaged.",
                    ended.stdErr(),
                    ended.exitCode());
        }
        String how = ended.exitCode().isPresent()
                ? "ended with status " + ended.exitCode().getAsInt()
                : "could not be started";
        return new MediaException(MediaFault.ENCODER_FAILED, "FFmpeg " + how + ".", ended.stdErr(), ended.exitCode());
    }

    /** Runs that are under way go on without a watchdog. */
    @Override
    public void close() {
        watchdogs.shutdownNow();
    }

    /** What is watched of one run. */
    private final class Watch {

        private final long deadline;
        private final Duration timeLimit;
        private final Progress progress;
        private final Supplier<InputHealth> health;
        private volatile String complaint = "";
        private volatile long lastProgress = System.nanoTime();
        private volatile long frames = -1;
        private volatile long micros = -1;
        private long processorNanos;

        Watch(Duration timeLimit, Progress progress, Supplier<InputHealth> health) {
            this.timeLimit = timeLimit;
            this.deadline = System.nanoTime() + timeLimit.toNanos();
            this.progress = progress;
            this.health = health;
        }

        /** Of several streams, frames are the first one's and time is that of any: at the end it can be less than a moment before. */
        void at(FFmpegProgress now) {
            long mostFrames = Math.max(frames, orZero(now.getFrame()));
            long mostMicros = Math.max(micros, orZero(now.getTimeMicros()));
            if (mostFrames > frames || mostMicros > micros) {
                frames = mostFrames;
                micros = mostMicros;
                lastProgress = System.nanoTime();
                progress.at(mostFrames, mostMicros);
            }
        }

        void check(FfmpegRun run) {
            long now = System.nanoTime();
            InputHealth input = health.get();
            if (input == InputHealth.WAITING || isRunningUp(run)) {
                lastProgress = now;
            }
            if (input == InputHealth.BROKEN) {
                complaint = "The source cannot be read any more.";
                run.kill();
            } else if (now - lastProgress > stallLimit.toNanos()) {
                complaint = "FFmpeg made no progress for " + stallLimit.toSeconds() + " s.";
                run.kill();
            } else if (now - deadline > 0) {
                complaint = "FFmpeg took longer than " + timeLimit.toSeconds() + " s.";
                run.kill();
            }
        }

        /**
         * Whether it works towards its first frame: where the last keyframe is far before that, much is decoded that is not written.
         */
        private boolean isRunningUp(FfmpegRun run) {
            if (frames > 0 || micros > 0) {
                return false;
            }
            long used = run.processorTime().toNanos();
            boolean busy = used - processorNanos > stallLimit.toNanos() / BUSY;
            processorNanos = busy ? used : processorNanos;
            return busy;
        }

        private static long orZero(@Nullable Long value) {
            return value == null ? 0 : value;
        }
    }
}
