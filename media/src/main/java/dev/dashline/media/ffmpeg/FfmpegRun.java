package dev.dashline.media.ffmpeg;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.ffmpeg.FFmpeg;
import com.github.kokorin.jaffree.ffmpeg.FFmpegProgressReader;
import com.github.kokorin.jaffree.ffmpeg.FFmpegResult;
import com.github.kokorin.jaffree.ffmpeg.OutputListener;
import com.github.kokorin.jaffree.ffmpeg.ProgressListener;
import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import com.github.kokorin.jaffree.process.Stopper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of FFmpeg by Jaffree, with a command line of our own, its progress on standard output and the end of its standard
 * error kept. Use once.
 */
final class FfmpegRun extends FFmpeg {

    private static final int READER_TIMEOUT_MILLIS = 2_000;

    /** Ends the process with signals: FFmpeg does not listen to its standard input here. */
    private static final class SignalStopper implements Stopper {

        private final ProcessGuard guard;
        private volatile @Nullable Process process;

        SignalStopper(ProcessGuard guard) {
            this.guard = guard;
        }

        @Override
        public void graceStop() {
            Process running = process;
            if (running != null) {
                running.destroy();
            }
        }

        @Override
        public void forceStop() {
            Process running = process;
            if (running != null) {
                running.destroyForcibly();
            }
        }

        @Override
        public void setProcess(Process process) {
            this.process = process;
            guard.watch(process);
        }

        void awaitEnd() throws InterruptedException {
            Process ending = process;
            if (ending != null) {
                ending.waitFor(READER_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        Duration processorTime() {
            Process running = process;
            return running == null
                    ? Duration.ZERO
                    : running.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        OptionalInt exitCode() {
            Process ended = process;
            return ended == null || ended.isAlive() ? OptionalInt.empty() : OptionalInt.of(ended.exitValue());
        }
    }

    private static final class ProgressOnStdOut extends FFmpegProgressReader implements StdReader<FFmpegResult> {

        ProgressOnStdOut(ProgressListener listener) {
            super(listener);
        }

        @Override
        public FFmpegResult read(InputStream stream) {
            try {
                readProgress(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return NO_RESULT;
        }

        @Override
        public List<LogMessage> getErrorLogMessages() {
            return List.of();
        }
    }

    private static final FFmpegResult NO_RESULT = new FFmpegResult(0L, 0L, 0L, 0L, 0L, 0.0);

    private final List<String> arguments;
    private final ProgressListener progress;
    private final StdErrTail<FFmpegResult> stdErr = new StdErrTail<>(NO_RESULT);
    private final SignalStopper stopper;

    FfmpegRun(Path program, List<String> arguments, ProgressListener progress, ProcessGuard guard) {
        super(program);
        this.stopper = new SignalStopper(guard);
        this.arguments = List.copyOf(arguments);
        this.progress = progress;
        setExecutorTimeoutMillis(READER_TIMEOUT_MILLIS);
    }

    /**
     * Runs it to its end on this thread.
     *
     * @throws InterruptedException if this thread was interrupted; the process has ended by then
     */
    Ended run() throws InterruptedException {
        try {
            execute();
        } catch (JaffreeException e) {
            stopper.forceStop();
            if (e.getCause() instanceof InterruptedException || Thread.interrupted()) {
                stopper.awaitEnd();
                throw new InterruptedException("stopped FFmpeg");
            }
            // Else told by the exit code.
        }
        stopper.awaitEnd();
        return new Ended(stopper.exitCode(), stdErr.text());
    }

    /** Ends the process at once. For another thread than the one that runs it. */
    void kill() {
        stopper.forceStop();
    }

    /** How long the process has kept processors busy. */
    Duration processorTime() {
        return stopper.processorTime();
    }

    @Override
    protected List<String> buildArguments() {
        return arguments;
    }

    @Override
    protected Stopper createStopper() {
        return stopper;
    }

    @Override
    protected StdReader<FFmpegResult> createStdErrReader(@Nullable OutputListener listener) {
        return stdErr;
    }

    @Override
    protected StdReader<FFmpegResult> createStdOutReader() {
        return new ProgressOnStdOut(progress);
    }

    /**
     * How a run ended.
     *
     * @param exitCode of the process; empty if it could not be started
     * @param stdErr the end of what it said
     */
    record Ended(OptionalInt exitCode, String stdErr) {}
}
