package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** The data folder of a stack, locked against use by another stack. Thread-safe. */
final class DataDir implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String OWNER = "owner.pid";

    /** Services that are given up may still write while their folder is deleted. */
    private static final int DELETIONS = 20;

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DataDir(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** A new folder that is deleted when it is closed. */
    static DataDir temporary() {
        try {
            return lock(Files.createTempDirectory("dashline-"), true);
        } catch (IOException e) {
            throw new CliException("no temporary folder can be made (" + e.getMessage() + "); set TMPDIR to one", e);
        }
    }

    /** A folder whose contents outlive this process. */
    static DataDir kept(Path path) {
        try {
            return lock(Files.createDirectories(path.toAbsolutePath().normalize()), false);
        } catch (IOException e) {
            throw new CliException(path + " cannot be used (" + e.getMessage() + "); name another --data-dir", e);
        }
    }

    Path path() {
        return path;
    }

    /** Whether it is deleted when it is closed. */
    boolean isTemporary() {
        return temporary;
    }

    /** A folder in it, made if it is not there. */
    Path folder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + path, e);
        }
    }

    @Override
    public synchronized void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            if (temporary) {
                delete(path);
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tidy up " + path, e);
        }
    }

    private static DataDir lock(Path path, boolean temporary) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new CliException(path + " is in use" + owner(path) + "; stop that one, or name another --data-dir");
        }
        Files.writeString(
                path.resolve(OWNER), Long.toString(ProcessHandle.current().pid()));
        return new DataDir(path, temporary, channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String owner(Path path) throws IOException {
        Path file = path.resolve(OWNER);
        return Files.exists(file) ? " by process " + Files.readString(file) : "";
    }

    private static void delete(Path folder) throws IOException {
        for (int left = DELETIONS - 1; Files.exists(folder); left--) {
            try {
                deleteOnce(folder);
            } catch (IOException | UncheckedIOException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
