package dev.dashline.store.file;

import dev.dashline.store.FileErrors;
import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/** A range of one generation of a file. It fails if the file is changed in place meanwhile. */
final class FileRangeStream extends InputStream {

    private final URI object;
    private final Path path;
    private final FileChannel channel;
    private final FileVersion version;
    private final long end;
    private long position;

    FileRangeStream(URI object, Path path, FileChannel channel, FileVersion version, Range range) {
        this.object = object;
        this.path = path;
        this.channel = channel;
        this.version = version;
        this.position = range.offset;
        this.end = Math.min(version.size(), range.end());
    }

    record Range(long offset, long length) {
        Range {
            if (offset < 0 || length < 0) {
                throw new IllegalArgumentException("offset " + offset + ", length " + length);
            }
        }

        long end() {
            return length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length;
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
        Objects.checkFromIndexSize(from, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        try {
            int wanted = (int) Math.min(length, end - position);
            int got = channel.read(ByteBuffer.wrap(buffer, from, wanted), position);
            checkUnchanged();
            if (got < 0) {
                throw FileErrors.of(Reason.UNAVAILABLE, object, "ended early");
            }
            position += got;
            return got;
        } catch (IOException e) {
            throw FileErrors.explain(object, "read", e);
        }
    }

    /** If another file takes the path, the channel still reads the one that was opened. */
    private void checkUnchanged() throws IOException {
        boolean changed = FileVersion.of(path)
                .filter(now -> Objects.equals(now.key(), version.key()))
                .filter(now -> now.generation() != version.generation())
                .isPresent();
        if (changed) {
            throw FileErrors.of(Reason.NOT_FOUND, object, "was changed while it was read");
        }
    }

    @Override
    public int available() {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, end - position));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
