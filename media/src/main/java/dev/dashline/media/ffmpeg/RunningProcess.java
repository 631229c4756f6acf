package dev.dashline.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that was started. Closing it kills the program. Safe for use by many threads. */
public final class RunningProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunningProcess.class);

    /** How long a killed program may take to end. */
    private static final Duration DEATH = Duration.ofSeconds(2);

    /** What comes before it in Linux's account of a process. Sockets are not counted. */
    private static final String READ = "rchar: ";

    private final Process process;
    private final ProcessorClock clock;
    private final ProcessorMeter meter = ProcessorMeter.ofThread();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final StdErrTail stdErr = new StdErrTail();
    private final CompletableFuture<Void> outputs;

    private RunningProcess(Process process, OutputReader stdOut, Executor readers) {
        this.process = process;
        this.clock = new ProcessorClock(process);
        this.outputs = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> read(stdErr, process.getErrorStream()), readers),
                CompletableFuture.runAsync(() -> read(stdOut, clock.ticking(process.getInputStream())), readers));
    }

    static RunningProcess reading(Process process, OutputReader stdOut, Executor readers) {
        return new RunningProcess(process, stdOut, readers);
    }

    private static void read(OutputReader reader, InputStream output) {
        try (output) {
            try {
                reader.read(output);
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("reader of program output failed");
            }
            // A program blocks on a full pipe.
            output.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            log.atDebug().setCause(e).log("program output ended early");
        }
    }

    /**
     * Waits for the program to end.
     *
     * @return whether it has ended
     */
    public boolean waitFor(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for the program to end. */
    void waitFor() throws InterruptedException {
        process.waitFor();
    }

    /** Waits until both readers are done. Call it when the program has ended. */
    public void awaitOutput() throws InterruptedException {
        try {
            outputs.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The same, but gives up after a time: a child of the program may hold its outputs open. */
    void awaitOutput(Duration limit) throws InterruptedException {
        try {
            outputs.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.atWarn().addKeyValue("pid", process.pid()).log("program ended, its outputs are still open");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Kills the program. */
    public void kill() {
        process.destroyForcibly();
    }

    /** How long the program has kept processors busy. */
    Duration processorTime() {
        return clock.read();
    }

    /** How many bytes the program has read from files; empty if the system does not tell, or it has ended. */
    public OptionalLong bytesRead() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
            return lines.filter(line -> line.startsWith(READ))
                    .mapToLong(line -> Long.parseLong(line.substring(READ.length())))
                    .findFirst();
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Exit status; empty while the program runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** The end of what the program has written to standard error so far. */
    public String stdErr() {
        return stdErr.text();
    }

    /** Kills the program if it still runs, and waits up to 2 s for its end. Its processor time is on the meter then. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            meter.add(clock.read());
        }
        if (process.isAlive()) {
            process.destroyForcibly();
            try {
                process.waitFor(DEATH.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
