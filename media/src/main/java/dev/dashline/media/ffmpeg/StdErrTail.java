package dev.dashline.media.ffmpeg;

import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads what a process says on standard error and keeps the end of it. Safe for use by many threads. */
public final class StdErrTail<T> implements StdReader<T> {

    private static final int LINES = 60;
    private static final int LINE_CHARACTERS = 400;
    private static final int CHARACTERS = 8_000;

    private final T result;
    private final Deque<String> lines = new ArrayDeque<>();

    public StdErrTail(T result) {
        this.result = result;
    }

    @Override
    public T read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(the rest could not be read: " + e.getMessage() + ")");
        }
        return result;
    }

    private synchronized void add(String line) {
        lines.add(line.substring(0, Math.min(line.length(), LINE_CHARACTERS)));
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    /** The last lines, some thousand characters at most. */
    public synchronized String text() {
        String all = String.join("\n", lines);
        return all.substring(Math.max(0, all.length() - CHARACTERS));
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }
}
