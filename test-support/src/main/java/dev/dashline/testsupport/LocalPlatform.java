package dev.dashline.testsupport;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Broker and registry on this machine, in a temporary folder. */
final class LocalPlatform implements Cluster.Platform {

    private final Path folder;
    private final EmbeddedBroker broker;
    private final DevRegistry registry;

    LocalPlatform() {
        try {
            this.folder = Files.createTempDirectory("dashline-cluster");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        this.registry = DevRegistry.start(0, folder.resolve("registry"));
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public Optional<EmbeddedBroker> broker() {
        return Optional.of(broker);
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
