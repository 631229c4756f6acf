package dev.dashline.encoder.task.executor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for the temporary files of one task. Closing it removes it. */
record Scratch(Path folder) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Scratch.class);

    /** A new folder whose name begins with {@code prefix}. */
    static Scratch in(Path directory, String prefix) {
        try {
            return new Scratch(Files.createTempDirectory(Files.createDirectories(directory), prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a folder within. */
    Path sub(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException e) {
            log.debug("temporary files already removed");
        } catch (IOException e) {
            log.atWarn().addKeyValue("folder", folder).setCause(e).log("temporary files not removed");
        }
    }
}
