package dev.dashline.encoder.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range that FFmpeg asks for.
 *
 * @param first byte; FFmpeg never asks for a range from the end
 * @param last byte, if the request names one
 */
record RangeRequest(String path, long first, OptionalLong last) {

    private static final int LONGEST_HEAD = 8 * 1024;
    private static final Pattern LINE = Pattern.compile("GET (/\\S*) HTTP/1\\.[01]");
    private static final Pattern RANGE = Pattern.compile("range: *bytes=(\\d{1,18})-(\\d{0,18})");

    /**
     * Reads the head of a request.
     *
     * @throws IOException if it is no HTTP request, or none that this server answers
     */
    static RangeRequest read(InputStream in) throws IOException {
        String[] lines = head(in).split("\r\n", -1);
        Matcher line = LINE.matcher(lines[0]);
        if (!line.matches()) {
            throw new IOException("not a request for a source: " + lines[0]);
        }
        return Arrays.stream(lines)
                .map(each -> RANGE.matcher(each.toLowerCase(Locale.ROOT)))
                .filter(Matcher::matches)
                .findFirst()
                .map(range -> new RangeRequest(line.group(1), Long.parseLong(range.group(1)), last(range.group(2))))
                .orElseGet(() -> new RangeRequest(line.group(1), 0, OptionalLong.empty()));
    }

    private static OptionalLong last(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new IOException("a request without an end");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** The first byte after the answer. */
    long end(long size) {
        return last.isPresent() ? Math.min(size, last.getAsLong() + 1) : size;
    }
}
