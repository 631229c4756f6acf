package dev.dashline.runtime.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named step at which a test can stop a process, to kill it there. Off unless the system property {@value #PROPERTY}
 * names a folder: then it is one comparison.
 *
 * <p>To arm a point, make a file with its {@link #id} in that folder. The first thread of any process that comes by
 * takes it, by renaming it to the id, a dot and its process id, and stays there until that file is gone or its process
 * is killed. Safe for use by any thread.
 */
public enum PausePoint {
    /** A slot has leased a task and not begun it. */
    LEASED,
    /** A task is under way. */
    ENCODING,
    /** All objects of a task are stored, and nobody knows. */
    UPLOADED,
    /** A task's result is with the brokers, and its lease is still held. */
    REPORTED,
    /** The coordinator has decided, and its transaction is open. */
    DECIDED,
    /** A request is with the brokers, and its client has no answer. */
    ACKNOWLEDGED,
    /** A manifest is public, and no event says so. */
    PUBLISHED,
    /** The arbiter has announced an attempt's end, and its transaction is open. */
    ANNOUNCED;

    /** System property: the folder in which points are armed. */
    public static final String PROPERTY = "dashline.pause.folder";

    private static final Logger log = LoggerFactory.getLogger(PausePoint.class);
    private static final Optional<Path> FOLDER =
            Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    private static final long LOOK_MILLIS = 20;

    /** Its name in the folder. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Goes on at once, unless a test has armed this point. An interrupt ends the stay, and stays set. */
    public void reach() {
        if (FOLDER.isPresent()) {
            reach(FOLDER.get());
        }
    }

    void reach(Path folder) {
        Path taken = folder.resolve(id() + "." + ProcessHandle.current().pid());
        try {
            Files.move(folder.resolve(id()), taken, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            log.atWarn().addKeyValue("point", id()).setCause(e).log("cannot tell whether to pause");
            return;
        }
        log.atInfo().addKeyValue("point", id()).log("paused");
        stayWhile(taken);
    }

    private static void stayWhile(Path taken) {
        try {
            while (Files.exists(taken)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
