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
 * The folder of an application's global stores, which are copies of topics. After kill -9, Kafka Streams (4.3.1) takes
 * a store for corrupt that was not closed. Those of tasks it makes anew by itself; with a global one it gives up, and
 * would at every start. So a file says that an application runs, and whoever finds it at the start removes what was not
 * closed.
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
     * To be called before they are opened.
     *
     * @throws UncheckedIOException if the state directory cannot be written
     */
    void opening() {
        try {
            if (Files.exists(running) && Files.exists(folder)) {
                log.atInfo().addKeyValue("folder", folder).log("was not closed and is made anew");
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

    /** To be called when they are closed. */
    void closed() {
        try {
            Files.deleteIfExists(running);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
