package dev.dashline.encoder.task.executor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the temporary folders of this process's tasks, in a directory that other processes may use too, and removes the
 * folders of processes that were killed, as in a power cut. Each process holds a lock on a file, which the operating
 * system releases when the process ends in any way. Safe for use by many threads.
 */
final class WorkFolders implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkFolders.class);
    private static final String LOCK = "lock";

    /** One for the JVM: it must not open its own lock file a second time, since closing that would release the lock. */
    private static final String PROCESS = "task-" + UUID.randomUUID() + "-";

    private final String prefix = PROCESS + UUID.randomUUID() + "-";
    private final Path lockFile;
    private final FileChannel lock;

    /** Makes the directory if there is none. */
    WorkFolders(Path directory) {
        try {
            this.lockFile = Files.createDirectories(directory).resolve(prefix + LOCK);
            this.lock = locked(lockFile);
            sweep(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot work in " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes a file and locks it. Another process may find it before it is locked, take its maker for dead and remove
     * it: then it is made once more.
     */
    private static FileChannel locked(Path file) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var unused = channel.lock();
            if (Files.exists(file)) {
                return channel;
            }
            channel.close();
        }
    }

    /** The prefix of the names of this process's folders, and of no others. */
    String prefix() {
        return prefix;
    }

    private static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, "task-*-" + LOCK)) {
            for (Path each : locks) {
                if (!each.getFileName().toString().startsWith(PROCESS)) {
                    sweepAfter(directory, each);
                }
            }
        }
    }

    private static void sweepAfter(Path directory, Path lockFile) {
        String name = lockFile.getFileName().toString();
        String prefix = name.substring(0, name.length() - LOCK.length());
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(directory, prefix);
                Files.deleteIfExists(lockFile);
                log.atInfo().addKeyValue("prefix", prefix).log("temporary files of an ended process removed");
            }
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("lock", lockFile)
                    .setCause(e)
                    .log("temporary files of an ended process not removed");
        }
    }

    private static void remove(Path directory, String prefix) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, prefix + "*")) {
            for (Path each : left) {
                if (Files.isDirectory(each)) {
                    new Scratch(each).close();
                }
            }
        }
    }

    @Override
    public void close() {
        try (lock) {
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            log.atWarn().addKeyValue("lock", lockFile).setCause(e).log("lock file not removed");
        }
    }
}
