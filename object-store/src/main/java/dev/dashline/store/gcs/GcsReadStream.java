package dev.dashline.store.gcs;

import com.google.cloud.ReadChannel;
import dev.dashline.store.Crc32c;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A range of one generation of an object, read with one request. If the connection breaks, the client requests the
 * rest. The first bytes are fetched when the stream is opened, so that a missing object fails at once.
 */
final class GcsReadStream extends InputStream {

    private static final int BUFFER = 1 << 16;

    private final URI object;
    private final ReadChannel channel;
    private final GcsCalls calls;
    private final Optional<StoredObject> whole;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer;
    private long delivered;
    /** The reading thread was interrupted. The call that is still under way uses the channel, and closes it. */
    private volatile boolean abandoned;

    private GcsReadStream(URI object, ReadChannel channel, GcsCalls calls, Optional<StoredObject> whole, int buffer) {
        this.object = object;
        this.channel = channel;
        this.calls = calls;
        this.whole = whole;
        this.buffer = ByteBuffer.allocate(buffer).flip();
    }

    /**
     * Takes over a channel.
     *
     * @param whole the object, if the range is all of it: its checksum is then checked
     */
    static GcsReadStream open(
            URI object, ReadChannel channel, GcsCalls calls, Optional<StoredObject> whole, long length) {
        int size = (int) Math.min(BUFFER, length);
        GcsReadStream stream = new GcsReadStream(object, channel, calls, whole, size);
        try {
            channel.setChunkSize(size);
            stream.fill();
            return stream;
        } catch (StoreException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            check();
            return -1;
        }
        int n = Math.min(length, buffer.remaining());
        buffer.get(bytes, from, n);
        if (whole.isPresent()) {
            crc.update(bytes, from, n);
        }
        delivered += n;
        return n;
    }

    private boolean fill() {
        if (abandoned) {
            throw new StoreException(Reason.UNAVAILABLE, object, "reading " + object + " was interrupted", null);
        }
        try {
            return calls.run(object, "read", this::fetch);
        } catch (StoreException e) {
            abandoned = Thread.currentThread().isInterrupted();
            if (GcsErrors.isStatus(e, 416)) {
                return false;
            }
            throw e;
        }
    }

    private boolean fetch() throws IOException {
        buffer.clear();
        try {
            return channel.read(buffer) > 0;
        } finally {
            buffer.flip();
            if (abandoned) {
                channel.close();
            }
        }
    }

    private void check() {
        if (whole.isEmpty()) {
            return;
        }
        StoredObject expected = whole.get();
        String actual = Crc32c.text(crc.getValue());
        if (delivered != expected.size() || !actual.equals(expected.crc32c())) {
            throw new StoreException(
                    Reason.CORRUPT,
                    object,
                    object + " arrived as " + delivered + " bytes of crc32c " + actual + ", expected: " + expected,
                    null);
        }
    }

    @Override
    public int available() {
        return buffer.remaining();
    }

    @Override
    public void close() {
        if (!abandoned) {
            channel.close();
        }
    }
}
