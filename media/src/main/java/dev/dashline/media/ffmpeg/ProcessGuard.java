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
 * Sees to it that what this process has started does not outlive it, also if it is killed: FFmpeg ignores that nobody reads what it says
 * any more. A shell is told of every program that runs, by a pipe; when the pipe ends, as it does with this process however that ends, the
 * shell kills what still runs, and removes its files. Where there is no shell, nothing is guarded. Safe for use by many threads.
 */
public final class ProcessGuard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessGuard.class);

    /** Ctrl-C goes to all processes of a terminal: the guard waits for the end of the one that it guards. */
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
     * A guard that has nothing to guard yet.
     *
     * @param folder where the temporary files of the programs are
     * @param prefix what their names begin with, and no others do; not empty
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
            log.atWarn().setCause(e).log("the guard is gone, and replaced");
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
            log.atWarn().setCause(e).log("programs are not guarded");
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
            log.atWarn().setCause(e).log("programs are not guarded: they would outlive this process if it were killed");
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
                log.atDebug().setCause(e).log("the guard was gone already");
            }
        }
    }
}
