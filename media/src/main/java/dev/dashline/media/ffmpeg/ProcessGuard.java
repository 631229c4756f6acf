package dev.dashline.media.ffmpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the programs that this process has started if this process is killed: FFmpeg runs on when nobody reads its
 * output any more. A shell gets the id of every running program through a pipe. The pipe ends with this process,
 * however that ends; the shell then kills what still runs and removes its files. Without a shell nothing is guarded.
 * Safe for use by many threads.
 */
public final class ProcessGuard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessGuard.class);

    /** Ctrl-C goes to all processes of a terminal: the guard ignores it and ends when the guarded process does. */
    private static final String SCRIPT = """
        trap '' INT TERM HUP
        pids=
        while read -r op pid; do
          kept=
          for each in $pids; do [ "$each" = "$pid" ] || kept="$kept $each"; done
          pids=$kept
          [ "$op" = + ] && pids="$pids $pid"
        done
        [ -n "$pids" ] && kill -9 $pids
        rm -rf -- "$1"/"$2"*
        """;

    private final List<String> command;
    private final Set<Long> running = new HashSet<>();
    private @Nullable OutputStream pipe;
    private boolean closed;

    /**
     * Starts a guard.
     *
     * @param folder with the temporary files of the programs
     * @param prefix that their names begin with, and no other names; not empty
     */
    public ProcessGuard(Path folder, String prefix) {
        this.command = List.of("/bin/sh", "-c", SCRIPT, "dashline-guard", folder.toString(), prefix);
        this.pipe = start();
    }

    /** Guards a program until it ends. */
    public void watch(Process process) {
        tell("+", process.pid());
        var unused = process.onExit().thenRun(() -> tell("-", process.pid()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        closePipe();
    }

    private synchronized void tell(String what, long pid) {
        boolean starts = what.equals("+") ? running.add(pid) : running.remove(pid);
        if (pipe == null || closed || !starts) {
            return;
        }
        try {
            write(pipe, what, pid);
        } catch (IOException e) {
            log.atWarn().setCause(e).log("process guard has died, starting another");
            closePipe();
            replace();
        }
    }

    private void replace() {
        OutputStream fresh = start();
        pipe = fresh;
        try {
            if (fresh != null) {
                for (long pid : running) {
                    write(fresh, "+", pid);
                }
            }
        } catch (IOException e) {
            log.atWarn().setCause(e).log("process guard cannot be told of running programs, they are not guarded");
            closePipe();
        }
    }

    private @Nullable OutputStream start() {
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("process guard cannot be started, programs will outlive a killed process");
            return null;
        }
    }

    private static void write(OutputStream pipe, String what, long pid) throws IOException {
        pipe.write((what + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    private void closePipe() {
        OutputStream ending = pipe;
        pipe = null;
        if (ending != null) {
            try {
                ending.close();
            } catch (IOException e) {
                log.atDebug().setCause(e).log("process guard had died already");
            }
        }
    }
}
