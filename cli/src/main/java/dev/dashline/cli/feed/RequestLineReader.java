package dev.dashline.cli.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a UTF-8 stream as they arrive. Blank lines are counted and skipped. Not thread-safe. */
public final class RequestLineReader implements Iterator<RequestLine> {

    private final BufferedReader reader;
    private final LineParser parser = new LineParser();
    private long number;
    private @Nullable RequestLine next;

    public RequestLineReader(InputStream stream) {
        this.reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    @Override
    public boolean hasNext() {
        try {
            String line = "";
            while (next == null && line != null) {
                line = reader.readLine();
                number += line == null ? 0 : 1;
                if (line != null && !line.isBlank()) {
                    next = parser.parse(number, line);
                }
            }
            return next != null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read on after line " + number + ": " + e.getMessage(), e);
        }
    }

    @Override
    public RequestLine next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        RequestLine line = next;
        next = null;
        return line;
    }
}
