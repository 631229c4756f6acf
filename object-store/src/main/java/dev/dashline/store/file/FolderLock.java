package dev.dashline.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps all others from replacing and removing files in one folder: other threads by a mutex, other processes by a lock
 * of the operating system on a file in that folder, which ends with the process that holds it, however that ends. The
 * file stays: whoever removes a lock file takes it from under somebody who waits for it.
 */
final class FolderLock implements AutoCloseable {

    /**
     * One for all stores of this JVM, because operating system locks belong to the process: a second channel on the
     * same file, opened and closed by another store, would end the first one's lock.
     */
    private static final ReentrantLock[] MUTEXES =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private final ReentrantLock mutex;
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(ReentrantLock mutex, FileChannel channel, FileLock lock) {
        this.mutex = mutex;
        this.channel = channel;
        this.lock = lock;
    }

    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        ReentrantLock mutex = MUTEXES[Math.floorMod(real.hashCode(), MUTEXES.length)];
        mutex.lock();
        try {
            FileChannel channel = FileChannel.open(
                    real.resolve(FileNames.internal(".lock")), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                return new FolderLock(mutex, channel, channel.lock());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            mutex.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            mutex.unlock();
        }
    }
}
