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
 * A named step at which a test can pause a process in order to kill it there. Inactive unless the system property
 * {@value #PROPERTY} names a folder; the check then costs one comparison.
 *
 * <p>To arm a point, create a file named after its {@link #id} in that folder. The first thread of any process that
 * reaches the point claims it, by renaming the file to the id, a dot and its process id. The thread then waits until
 * the file is gone or the process is killed. Safe for use by any thread.
 */
public enum PausePoint {
    /** A slot has leased a task and has not started it. */
    LEASED,
    /** A task is running. */
    ENCODING,
    /** All objects of a task are stored, but its result has not been sent. */
    UPLOADED,
    /** A task's result is acknowledged by the brokers, but its lease is still held. */
    REPORTED,
    /** The coordinator has made a decision, but its transaction is still open. */
    DECIDED,
    /** A request is acknowledged by the brokers, but its client has no response yet. */
    ACKNOWLEDGED,
    /** A manifest is public, but its event has not been sent. */
    PUBLISHED,
    /** The arbiter has written the event for an attempt's end, but its transaction is still open. */
    ANNOUNCED;

    /** System property: the folder where tests arm points. */
    public static final String PROPERTY = "dashline.pause.folder";

    private static final Logger log = LoggerFactory.getLogger(PausePoint.class);
    private static final Optional<Path> FOLDER =
            Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    private static final long LOOK_MILLIS = 20;

    /** The name of the file that arms this point. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns at once, unless a test has armed this point. An interrupt ends the wait; the interrupt flag stays set.
     */
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
            log.atWarn().addKeyValue("point", id()).setCause(e).log("pause point not readable, not pausing");
            return;
        }
        log.atInfo().addKeyValue("point", id()).log("paused for a test");
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
