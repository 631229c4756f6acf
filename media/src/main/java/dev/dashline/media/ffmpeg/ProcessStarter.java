package dev.dashline.media.ffmpeg;

import dev.dashline.media.cage.Cage;
import dev.dashline.media.cage.Reach;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Starts FFmpeg's programs and reads what they write. Safe for use by many threads.
 *
 * @param cage holds the programs
 * @param guard kills the programs if this process is killed; stays the caller's
 * @param readers runs two tasks for as long as a program runs: an executor without a limit, as tasks that wait would
 *     block programs
 */
public record ProcessStarter(Cage cage, ProcessGuard guard, Executor readers) {

    /**
     * Starts a program without input.
     *
     * @param command the program and its arguments
     * @param reach what the program may touch
     * @param timeLimit how long the caller lets it run; on all processors at once, it can use so many times that
     * @param stdOut takes the program's standard output
     * @throws IOException if it cannot be started
     */
    public RunningProcess start(List<String> command, Reach reach, Duration timeLimit, OutputReader stdOut)
            throws IOException {
        Duration processorTime = timeLimit.multipliedBy(Runtime.getRuntime().availableProcessors());
        Process process = cage.start(command, reach, processorTime);
        try {
            guard.watch(process);
            process.getOutputStream().close();
            return RunningProcess.reading(process, stdOut, readers);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }
}
