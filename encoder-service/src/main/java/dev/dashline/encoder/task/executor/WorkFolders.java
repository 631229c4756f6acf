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
 * Names the temporary folders of a process's tasks in a place that other processes may use, too, and removes those of
 * processes that ended without a chance to do so, as in a power cut. A locked file tells that a process lives, however
 * it ends. Thread-safe.
 */
final class WorkFolders implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WorkFolders.class);
    private static final String LOCK = "lock";

    /** Of this JVM: a file lock belongs to all of it, and is lost when the file is opened and closed once more. */
    private static final String PROCESS = "task-" + UUID.randomUUID() + "-";

    private final String prefix = PROCESS + UUID.randomUUID() + "-";
    private final Path lockFile;
    private final FileChannel lock;

    /** Makes the directory, if it is not there. */
    WorkFolders(Path directory) {
        try {
            this.lockFile = Files.createDirectories(directory).resolve(prefix + LOCK);
            this.lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            var unused = lock.lock();
            sweep(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot work in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** What the names of this process's folders begin with, and no others do. */
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
                log.atInfo().addKeyValue("prefix", prefix).log("removed what an earlier process has left");
            }
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("lock", lockFile)
                    .setCause(e)
                    .log("cannot remove what an earlier process has left");
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
            log.atWarn().addKeyValue("lock", lockFile).setCause(e).log("lock left");
        }
    }
}
