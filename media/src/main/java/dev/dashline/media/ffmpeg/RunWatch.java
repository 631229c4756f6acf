package dev.dashline.media.ffmpeg;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one run of FFmpeg and kills it when it hangs, takes too long or loses its source. Safe for use by many
 * threads.
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
    private final long deadline;
    private volatile @Nullable String killedBecause;
    private volatile long lastProgress = System.nanoTime();
    private volatile long frames = -1;
    private volatile long micros = -1;
    private volatile boolean failed;
    private long processorNanos;
    private long read;

    RunWatch(Duration stallLimit, Duration timeLimit, Ffmpeg.Progress progress, InputFlow flow) {
        this.stallLimit = stallLimit;
        this.timeLimit = timeLimit;
        this.progress = progress;
        this.flow = flow;
        this.deadline = System.nanoTime() + timeLimit.toNanos();
    }

    /** Why the run was killed; empty if it was not. */
    Optional<String> killedBecause() {
        return Optional.ofNullable(killedBecause);
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
        if (input == InputHealth.BROKEN) {
            kill(run, "The source cannot be read any more.");
        } else if (now - lastProgress > stallLimit.toNanos()) {
            kill(run, "FFmpeg made no progress for " + stallLimit.toSeconds() + " s.");
        } else if (now - deadline > 0) {
            kill(run, "FFmpeg took longer than " + timeLimit.toSeconds() + " s.");
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

    private void kill(RunningProcess run, String why) {
        killedBecause = why;
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
