package dev.dashline.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads what a program writes to standard error and keeps the end of it. Safe for use by many threads. */
final class StdErrTail implements OutputReader {

    private static final int LINES = 60;
    private static final int LINE_CHARACTERS = 400;
    private static final int CHARACTERS = 8_000;

    private final Deque<String> lines = new ArrayDeque<>();

    @Override
    public void read(InputStream output) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(the rest could not be read: " + e.getMessage() + ")");
        }
    }

    private synchronized void add(String line) {
        lines.add(line.substring(0, Math.min(line.length(), LINE_CHARACTERS)));
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    /** The last lines, up to 8,000 characters. */
    synchronized String text() {
        String all = String.join("\n", lines);
        return all.substring(Math.max(0, all.length() - CHARACTERS));
    }
}
