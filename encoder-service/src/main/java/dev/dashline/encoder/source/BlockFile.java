package dev.dashline.encoder.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Room for so many blocks, in a file that has no name: it is gone with the process, however that ends. Its users must
 * not be interrupted while they are in it. Slots are given out under the owner's lock; what is in them may be read and
 * written by many threads.
 */
final class BlockFile implements AutoCloseable {

    private final FileChannel channel;
    private final int blockSize;
    private final int slots;
    private final BitSet used = new BitSet();

    BlockFile(Path directory, int blockSize, int slots) {
        this.blockSize = blockSize;
        this.slots = slots;
        try {
            Path file = Files.createTempFile(Files.createDirectories(directory), "sources-", ".blocks");
            this.channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make room for parts of sources: " + e.getMessage(), e);
        }
    }

    /** A slot that is free, or -1. */
    int take() {
        int slot = used.nextClearBit(0);
        if (slot >= slots) {
            return -1;
        }
        used.set(slot);
        return slot;
    }

    void release(int slot) {
        used.clear(slot);
    }

    void write(int slot, byte[] content, int length) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(content, 0, length);
        while (from.hasRemaining()) {
            channel.write(from, position(slot) + from.position());
        }
    }

    void read(int slot, int offset, ByteBuffer into) throws IOException {
        long position = position(slot) + offset;
        while (into.hasRemaining()) {
            int n = channel.read(into, position);
            if (n < 0) {
                throw new IOException("a block is gone");
            }
            position += n;
        }
    }

    private long position(int slot) {
        return (long) slot * blockSize;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
