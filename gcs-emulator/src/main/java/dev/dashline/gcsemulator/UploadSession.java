package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resumable upload in progress. Not thread-safe: callers synchronize on it. */
final class UploadSession {

    /** After a broken request, Cloud Storage keeps a multiple of this many bytes. */
    private static final int QUANTUM = 256 * 1024;

    private final ObjectName name;
    private final Optional<Long> size;
    private final ObjectNode attributes;
    private final ClaimedHashes hashes;
    private final Preconditions preconditions;
    private final Path file;
    private long received;
    private @Nullable Blob done;

    /** @param size the only one that the content may have; empty for any */
    UploadSession(
            ObjectName name,
            Optional<Long> size,
            ObjectNode attributes,
            ClaimedHashes hashes,
            Preconditions preconditions,
            Path file) {
        this.name = name;
        this.size = size;
        this.attributes = attributes;
        this.hashes = hashes;
        this.preconditions = preconditions;
        this.file = file;
    }

    long received() {
        return received;
    }

    Optional<Blob> done() {
        return Optional.ofNullable(done);
    }

    /** Takes content from its byte {@code first} on; what is there already is skipped. */
    void append(long first, InputStream content) throws IOException {
        if (first > received) {
            throw GcsException.status(503);
        }
        boolean whole = false;
        long start = received;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            discard(content, received - first);
            copy(content, channel);
            whole = true;
        } finally {
            if (!whole) {
                received = Math.max(start, received / QUANTUM * QUANTUM);
            }
        }
    }

    /** Reads instead of skipping: the JDK's server does not count skipped bytes of a body and then waits for them. */
    private static void discard(InputStream content, long bytes) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = bytes; left > 0; ) {
            int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                return;
            }
            left -= n;
        }
    }

    private void copy(InputStream content, FileChannel channel) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                received += channel.write(bytes, received);
            }
        }
    }

    boolean isComplete(ContentRange range) {
        return range.total().isPresent() && range.total().getAsLong() == received;
    }

    /** Makes the object. Content of another size than the session is for is dropped, and has to be sent again. */
    Blob finish(ObjectTable table, GcsRequest request) throws IOException {
        if (size.isPresent() && size.get() != received) {
            long sent = received;
            received = 0;
            throw GcsException.badRequest("Expected " + size.get() + " bytes, received " + sent);
        }
        if (received == 0) {
            Files.write(file, new byte[0]);
        } else {
            truncate();
        }
        Content content = Content.of(file);
        hashes.check(content);
        ClaimedHashes.of(Blob.JSON.createObjectNode(), request).check(content);
        Blob blob = table.put(name, attributes, content, preconditions);
        done = blob;
        return blob;
    }

    /** A broken request may have left more in the file than was kept. */
    private void truncate() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(received);
        }
    }

    void discard() throws IOException {
        if (done == null) {
            Files.deleteIfExists(file);
        }
    }
}
