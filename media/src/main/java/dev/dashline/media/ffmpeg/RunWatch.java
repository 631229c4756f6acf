package dev.dashline.media.ffmpeg;

import dev.dashline.media.MediaFault;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one run of FFmpeg and kills it when it hangs, takes too long, uses too much or loses its source. Safe for
 * use by many threads.
 */
final class RunWatch {

    private static final Logger log = LoggerFactory.getLogger(RunWatch.class);

    /**
     * A run without progress is busy, not hung, if it used a tenth of the stall limit as processor time: reporting
     * takes less.
     */
    private static final int BUSY_SHARE = 10;

    private final Duration stallLimit;
    private final Duration timeLimit;
    private final Ffmpeg.Progress progress;
    private final InputFlow flow;
    private final Supplier<Optional<String>> excess;
    private final long deadline;
    private volatile @Nullable Kill killed;
    private volatile long lastProgress = System.nanoTime();
    private volatile long frames = -1;
    private volatile long micros = -1;
    private volatile boolean failed;
    private long processorNanos;
    private long read;

    /**
     * Why a run was killed.
     *
     * @param why a sentence
     */
    record Kill(MediaFault fault, String why) {}

    /**
     * Watches a run that begins now.
     *
     * @param excess says why the run uses too much; empty while it does not
     */
    RunWatch(
            Duration stallLimit,
            Duration timeLimit,
            Ffmpeg.Progress progress,
            InputFlow flow,
            Supplier<Optional<String>> excess) {
        this.stallLimit = stallLimit;
        this.timeLimit = timeLimit;
        this.progress = progress;
        this.flow = flow;
        this.excess = excess;
        this.deadline = System.nanoTime() + timeLimit.toNanos();
    }

    /** Why the run was killed; empty if it was not. */
    Optional<Kill> killedBecause() {
        return Optional.ofNullable(killed);
    }

    /**
     * Takes a report of FFmpeg. With several outputs, frames are those of the first and time is that of any, so that
     * the last report can be behind the one before.
     */
    void progress(long reportedFrames, long reportedMicros) {
        long mostFrames = Math.max(frames, reportedFrames);
        long mostMicros = Math.max(micros, reportedMicros);
        if (mostFrames > frames || mostMicros > micros) {
            frames = mostFrames;
            micros = mostMicros;
            lastProgress = System.nanoTime();
            progress.at(mostFrames, mostMicros);
        }
    }

    /** Looks at the run once. Never throws: an exception would cancel the schedule, and with it the watch. */
    void check(RunningProcess run) {
        try {
            look(run);
        } catch (RuntimeException | Error e) {
            report(e);
        }
    }

    private void look(RunningProcess run) {
        long now = System.nanoTime();
        InputHealth input = inputHealth();
        if (input == InputHealth.WAITING || isRunningUp(run)) {
            lastProgress = now;
        }
        Optional<String> tooMuch = excess.get();
        if (tooMuch.isPresent()) {
            kill(run, MediaFault.TOO_LARGE, tooMuch.get());
        } else if (input == InputHealth.BROKEN) {
            kill(run, MediaFault.ENCODER_FAILED, "The source cannot be read any more.");
        } else if (now - lastProgress > stallLimit.toNanos()) {
            kill(run, MediaFault.ENCODER_FAILED, "FFmpeg made no progress for " + stallLimit.toSeconds() + " s.");
        } else if (now - deadline > 0) {
            kill(run, MediaFault.ENCODER_FAILED, "FFmpeg took longer than " + timeLimit.toSeconds() + " s.");
        }
    }

    /** Without an answer, no progress counts as a hang. */
    private InputHealth inputHealth() {
        try {
            return flow.health();
        } catch (RuntimeException | Error e) {
            report(e);
            return InputHealth.FLOWING;
        }
    }

    private void kill(RunningProcess run, MediaFault fault, String why) {
        killed = new Kill(fault, why);
        run.kill();
    }

    /**
     * Whether FFmpeg is still on its way to its first frame. It reads the index, which may be long and come slowly; and
     * from a keyframe far before the frame, much is decoded and not written.
     */
    private boolean isRunningUp(RunningProcess run) {
        if (frames > 0 || micros > 0) {
            return false;
        }
        long before = read;
        read = run.bytesRead().orElse(0) + flow.delivered();
        if (read > before) {
            return true;
        }
        long used = run.processorTime().toNanos();
        boolean busy = used - processorNanos > stallLimit.toNanos() / BUSY_SHARE;
        processorNanos = busy ? used : processorNanos;
        return busy;
    }

    /** Once: the check runs four times a second. */
    private void report(Throwable e) {
        if (!failed) {
            failed = true;
            log.atError().setCause(e).log("FFmpeg watchdog check failed, watching on");
        }
    }
}
