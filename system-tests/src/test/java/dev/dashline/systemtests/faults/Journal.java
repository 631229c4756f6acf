package dev.dashline.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The progress of a run, line by line, in a file and on standard error. Thread-safe. */
final class Journal {

    private final Path file;

    Journal(Path file) {
        this.file = file;
    }

    synchronized void say(String what) {
        String line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + what;
        System.err.println(line);
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
