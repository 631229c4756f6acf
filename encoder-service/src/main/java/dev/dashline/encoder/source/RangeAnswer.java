package dev.dashline.encoder.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Answers one request, no faster than FFmpeg reads the answer. Use once. */
final class RangeAnswer {

    private static final int STEP = 64 * 1024;
    private static final long CHECK_CLOSED_MILLIS = 100;

    private final BlockCache cache;
    private final OutputStream out;
    private final ReadAhead ahead;

    RangeAnswer(BlockCache cache, OutputStream out) {
        this.cache = cache;
        this.out = out;
        this.ahead = new ReadAhead(cache);
    }

    /** Answers that there is no such source, or no longer. */
    void refuse() throws IOException {
        head("404 Not Found", "Content-Length: 0\r\n");
    }

    /**
     * Sends the bytes that were asked for.
     *
     * <p>If the store fails, the connection stays open without a byte until the source is closed: FFmpeg would take an
     * end of the answer for the end of the source, and encode only a part of it.
     */
    void send(ServedSource source, RangeRequest request) throws IOException, InterruptedException {
        long size = source.version().size();
        long end = request.end(size);
        if (request.first() >= end) {
            head("416 Range Not Satisfiable", "Content-Range: bytes */" + size + "\r\nContent-Length: 0\r\n");
            return;
        }
        head(
                "206 Partial Content",
                "Content-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\nContent-Length: "
                        + (end - request.first()) + "\r\nContent-Range: bytes " + request.first() + "-" + (end - 1)
                        + "/" + size + "\r\n");
        try {
            body(source, request.first(), end);
        } catch (StoreException e) {
            source.fail(e);
            while (!source.isClosed()) {
                TimeUnit.MILLISECONDS.sleep(CHECK_CLOSED_MILLIS); // until the FFmpeg process is ended
            }
        }
    }

    private void body(ServedSource source, long first, long end) throws IOException, InterruptedException {
        byte[] buffer = new byte[STEP];
        for (long position = first; position < end && !source.isClosed(); ) {
            ByteBuffer part = ByteBuffer.wrap(buffer, 0, (int) Math.min(STEP, end - position));
            position += read(source, position, part);
            out.write(buffer, 0, part.position());
            source.gave(part.position());
        }
    }

    private int read(ServedSource source, long position, ByteBuffer part) throws InterruptedException {
        ObjectVersion version = source.version();
        ahead.at(version, position);
        source.waits(this);
        try {
            return cache.read(version, position, part, source::isClosed);
        } finally {
            source.waitsNoMore(this);
        }
    }

    private void head(String status, String fields) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + fields + "Connection: close\r\n\r\n").getBytes(US_ASCII));
    }
}
