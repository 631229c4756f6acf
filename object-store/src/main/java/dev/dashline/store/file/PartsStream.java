package dev.dashline.store.file;

import dev.dashline.store.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** The contents of objects, one after the other. Each is opened when it is its turn: there may be thousands. */
final class PartsStream extends InputStream {

    private final Iterator<ObjectVersion> left;
    private final Function<ObjectVersion, InputStream> opener;
    private InputStream current = InputStream.nullInputStream();

    PartsStream(List<ObjectVersion> parts, Function<ObjectVersion, InputStream> opener) {
        this.left = parts.iterator();
        this.opener = opener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int got = current.read(buffer, from, length);
        while (got < 0 && left.hasNext()) {
            current.close();
            current = opener.apply(left.next());
            got = current.read(buffer, from, length);
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
