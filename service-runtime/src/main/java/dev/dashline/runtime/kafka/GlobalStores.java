package dev.dashline.runtime.kafka;

import dev.dashline.runtime.kafka.StreamsRunner.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the application's global stores, which are copies of topics. After a kill -9, Kafka Streams (4.3.1)
 * treats every store that was not closed as corrupt. It rebuilds the stores of tasks by itself, but a corrupt global
 * store makes it give up, at every start. So a marker file exists while the application runs. If the file is still
 * there at the next start, the folder is deleted and Streams rebuilds the stores.
 */
final class GlobalStores {

    private static final Logger log = LoggerFactory.getLogger(GlobalStores.class);

    private final Path folder;
    private final Path running;

    private GlobalStores(Path folder, Path running) {
        this.folder = folder;
        this.running = running;
    }

    static GlobalStores of(Application application) {
        Path state = application.stateDirectory();
        String id = application.applicationId();
        return new GlobalStores(state.resolve(id).resolve("global"), state.resolve(id + ".running"));
    }

    /**
     * Call this before Streams opens the stores.
     *
     * @throws UncheckedIOException if the state directory cannot be written
     */
    void opening() {
        try {
            if (Files.exists(running) && Files.exists(folder)) {
                log.atInfo().addKeyValue("folder", folder).log("global stores were not closed, rebuilding them");
                try (Stream<Path> walk = Files.walk(folder)) {
                    List<Path> children = walk.sorted(Comparator.reverseOrder()).toList();
                    for (Path each : children) {
                        Files.delete(each);
                    }
                }
            }
            Files.createDirectories(running.toAbsolutePath().getParent());
            Files.write(running, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Call this once Streams has closed the stores. */
    void closed() {
        try {
            Files.deleteIfExists(running);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
