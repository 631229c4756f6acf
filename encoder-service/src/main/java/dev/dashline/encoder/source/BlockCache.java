package dev.dashline.encoder.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Parts of sources, fetched once for all tasks of a process: the index that each chunk begins with, sound and pictures
 * that lie side by side, the pictures that two chunks share. Bounded; what was not used for longest makes room. Safe
 * for use by many threads, which must not be interrupted.
 */
final class BlockCache implements AutoCloseable {

    static final int BLOCK = 256 * 1024;
    static final int FETCHERS = 8;
    private static final long CHECK_GIVEN_UP_MILLIS = 200;

    private record BlockId(ObjectVersion source, long index) {

        int length() {
            return (int) Math.min(BLOCK, source.size() - index * BLOCK);
        }
    }

    private enum State {
        COMING,
        READY,
        /** Dropped to make room. */
        GONE,
        FAILED
    }

    /** One block. Its fields are guarded by the cache's lock; its content may be read once it is {@code READY}. */
    private static final class Block {
        private final int slot;
        private State state = State.COMING;
        private @Nullable StoreException failure;

        Block(int slot) {
            this.slot = slot;
        }
    }

    private final ObjectStore store;
    private final BlockFile file;

    @GuardedBy("lock")
    private final Map<BlockId, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ExecutorService fetchers;

    /**
     * Empty.
     *
     * @param directory where its file is
     * @param blocks how many it holds at most
     * @param fetchers read from the store; shut down with this
     */
    BlockCache(ObjectStore store, Path directory, int blocks, ExecutorService fetchers) {
        this.store = store;
        this.fetchers = fetchers;
        this.file = new BlockFile(directory, BLOCK, blocks);
    }

    /**
     * Reads within one block, fetching it if need be.
     *
     * @param givenUp whether the reader has gone; asked now and then
     * @return how many bytes; 0 if the reader has gone
     * @throws StoreException if the block cannot be fetched
     */
    int read(ObjectVersion source, long position, ByteBuffer into, BooleanSupplier givenUp)
            throws InterruptedException {
        BlockId id = new BlockId(source, position / BLOCK);
        int offset = (int) (position % BLOCK);
        lock.lock();
        try {
            Block block = find(id);
            while (block == null || block.state != State.READY) {
                if (block != null && block.failure != null) {
                    throw block.failure;
                }
                if (givenUp.getAsBoolean()) {
                    return 0;
                }
                if (block == null || block.state == State.COMING) { // no room yet, or being fetched
                    var unused = changed.await(CHECK_GIVEN_UP_MILLIS, TimeUnit.MILLISECONDS);
                }
                if (block == null || block.state == State.GONE) {
                    block = find(id);
                }
            }
            int length = Math.min(into.remaining(), id.length() - offset);
            file.read(block.slot, offset, into.limit(into.position() + length));
            return length;
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, source.uri(), "cannot keep parts of " + source.uri(), e);
        } finally {
            lock.unlock();
        }
    }

    /** The block, which is fetched if it is missing; null if there is no room for it. */
    @GuardedBy("lock")
    private @Nullable Block find(BlockId id) {
        if (!blocks.containsKey(id)) {
            fetch(id.source(), id.index(), 1);
        }
        return blocks.get(id);
    }

    /** Begins to fetch blocks that will be read soon, as far as there is room. Does not wait. */
    void ahead(ObjectVersion source, long first, int count) {
        lock.lock();
        try {
            long end = Math.min(first + count, (source.size() + BLOCK - 1) / BLOCK);
            for (long index = first; index < end; ) {
                index += Math.max(1, fetch(source, index, (int) (end - index)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Fetches a row of missing blocks with one request; returns how many. */
    @GuardedBy("lock")
    private int fetch(ObjectVersion source, long first, int count) {
        List<Block> row = new ArrayList<>();
        while (row.size() < count && !blocks.containsKey(new BlockId(source, first + row.size()))) {
            int slot = room();
            if (slot < 0) {
                break;
            }
            Block block = new Block(slot);
            blocks.put(new BlockId(source, first + row.size()), block);
            row.add(block);
        }
        if (!row.isEmpty()) {
            try {
                fetchers.execute(() -> fetch(source, first, row));
            } catch (RejectedExecutionException e) {
                drop(source, first, row, new StoreException(Reason.UNAVAILABLE, source.uri(), "closed", e));
            }
        }
        return row.size();
    }

    /** A slot for a block, or -1. A block that is still being fetched keeps its slot. */
    @GuardedBy("lock")
    private int room() {
        int slot = file.take();
        Iterator<Block> eldest = blocks.values().iterator();
        while (slot < 0 && eldest.hasNext()) {
            Block block = eldest.next();
            if (block.state == State.READY) {
                eldest.remove();
                block.state = State.GONE;
                return block.slot;
            }
        }
        return slot;
    }

    private void fetch(ObjectVersion source, long first, List<Block> row) {
        byte[] content = new byte[BLOCK];
        int done = 0;
        try (InputStream in = store.read(source.uri(), source.generation(), first * BLOCK, (long) row.size() * BLOCK)) {
            for (; done < row.size(); done++) {
                int length = new BlockId(source, first + done).length();
                if (in.readNBytes(content, 0, length) < length) {
                    throw new StoreException(
                            Reason.CORRUPT, source.uri(), source.uri() + " ended before its end", null);
                }
                Block block = row.get(done);
                file.write(block.slot, content, length);
                ready(block);
            }
        } catch (StoreException e) {
            drop(source, first + done, row.subList(done, row.size()), e);
        } catch (IOException e) {
            StoreException full = new StoreException(
                    Reason.FULL, source.uri(), "cannot keep parts of " + source.uri() + ": " + e.getMessage(), e);
            drop(source, first + done, row.subList(done, row.size()), full);
        } catch (RuntimeException | Error e) {
            // Without a failure to throw, readers would wait for these blocks for ever.
            StoreException unexpected =
                    new StoreException(Reason.UNAVAILABLE, source.uri(), "cannot read " + source.uri() + ": " + e, e);
            drop(source, first + done, row.subList(done, row.size()), unexpected);
            throw e;
        }
    }

    /** Readers that wait for these blocks get the failure; a later read fetches them anew. */
    private void drop(ObjectVersion source, long first, List<Block> row, StoreException failure) {
        lock.lock();
        try {
            for (int each = 0; each < row.size(); each++) {
                Block block = row.get(each);
                blocks.remove(new BlockId(source, first + each));
                file.release(block.slot);
                block.state = State.FAILED;
                block.failure = failure;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ready(Block block) {
        lock.lock();
        try {
            block.state = State.READY;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends fetches that are under way. */
    @Override
    public void close() {
        fetchers.shutdownNow();
        file.close();
    }
}
