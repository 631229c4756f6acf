package dev.dashline.ingest.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Part of a file, as the header {@code Range} asks for it (RFC 9110, section 14).
 *
 * @param first offset of its first byte
 * @param length number of bytes, at least 1
 */
record FileRange(long first, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * Reads the header. One that asks for several ranges, or is not understood, asks for the whole file: a server may
     * answer it so.
     *
     * @param size of the file, in bytes
     * @return empty for the whole file
     * @throws OutOfFileException if the file has no byte of what is asked for
     */
    static Optional<FileRange> of(@Nullable String header, long size) throws OutOfFileException {
        Matcher parts = SINGLE.matcher(header == null ? "" : header);
        if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (parts.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(parts.group(2)), size);
            return Optional.of(within(size - last, size - 1, size));
        }
        long first = Long.parseLong(parts.group(1));
        long end = parts.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(parts.group(2)), size - 1);
        return Optional.of(within(first, end, size));
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long size) {
        return "bytes " + first + '-' + (first + length - 1) + '/' + size;
    }

    private static FileRange within(long first, long last, long size) throws OutOfFileException {
        if (first >= size || last < first) {
            throw new OutOfFileException();
        }
        return new FileRange(first, last - first + 1);
    }

    /** The file has no such bytes. */
    static final class OutOfFileException extends Exception {
        OutOfFileException() {
            super("the file has no such bytes");
        }
    }
}
