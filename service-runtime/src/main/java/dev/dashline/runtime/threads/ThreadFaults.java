package dev.dashline.runtime.threads;

import dev.dashline.runtime.faults.PausePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Lets a test make a thread of a running process fail. Off unless the system property {@value PausePoint#PROPERTY}
 * names a folder.
 *
 * <p>A file {@code throw.NAME} in that folder makes the next round or task of a thread of that name throw an exception;
 * a file {@code break.NAME} makes it throw an error that ends the process. The thread that throws renames the file
 * first, so it happens once.
 */
final class ThreadFaults {

    private final Optional<Path> folder;

    private ThreadFaults(Optional<Path> folder) {
        this.folder = folder;
    }

    static ThreadFaults ofProcess() {
        return new ThreadFaults(
                Optional.ofNullable(System.getProperty(PausePoint.PROPERTY)).map(Path::of));
    }

    static ThreadFaults in(Path folder) {
        return new ThreadFaults(Optional.of(folder));
    }

    void reach(String thread) {
        if (folder.isEmpty()) {
            return;
        }
        if (taken(folder.get(), "throw." + thread)) {
            throw new IllegalStateException("thrown by a test");
        }
        if (taken(folder.get(), "break." + thread)) {
            throw new LinkageError("thrown by a test");
        }
    }

    private static boolean taken(Path folder, String file) {
        Path armed = folder.resolve(file);
        if (!Files.exists(armed)) {
            return false;
        }
        try {
            Files.move(
                    armed, folder.resolve(file + "." + ProcessHandle.current().pid()), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false; // Another thread or process of that name was first.
        } catch (IOException e) {
            throw new IllegalStateException("cannot take " + armed, e);
        }
    }
}
