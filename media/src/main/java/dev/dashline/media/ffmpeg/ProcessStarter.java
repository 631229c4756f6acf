package dev.dashline.media.ffmpeg;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Starts FFmpeg's programs and reads what they write. Safe for use by many threads.
 *
 * @param guard kills the programs if this process is killed; stays the caller's
 * @param readers runs two tasks for as long as a program runs: an executor without a limit, as tasks that wait would
 *     block programs
 */
public record ProcessStarter(ProcessGuard guard, Executor readers) {

    /**
     * Starts a program without input.
     *
     * @param command the program and its arguments
     * @param stdOut takes the program's standard output
     * @throws IOException if it cannot be started
     */
    public RunningProcess start(List<String> command, OutputReader stdOut) throws IOException {
        Process process = new ProcessBuilder(command).start();
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
