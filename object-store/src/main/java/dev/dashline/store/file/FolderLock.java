package dev.dashline.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Excludes all others from replacing and removing files in one folder: other threads by a mutex, other processes by an
 * operating system lock on a file in that folder. The lock ends with its process, even if that is killed. The lock file
 * is never removed, since another process may be waiting for the lock on it.
 */
final class FolderLock implements AutoCloseable {

    /**
     * Shared by all stores of this JVM. Operating system locks belong to the process: if another store opened and
     * closed the same file, the lock would be lost.
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
