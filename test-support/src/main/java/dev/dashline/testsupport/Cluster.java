package dev.dashline.testsupport;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.schemas.TopicProvisioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** A real broker and a registry with all topics, in a temporary folder. */
public final class Cluster implements AutoCloseable {

    private final Path folder;
    private final EmbeddedBroker broker;
    private final DevRegistry registry;

    private Cluster(Path folder) {
        this.folder = folder;
        this.broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        this.registry = DevRegistry.start(0, folder.resolve("registry"));
    }

    /** Starts a cluster of the caller's own. */
    public static Cluster start() {
        try {
            Cluster cluster = new Cluster(Files.createTempDirectory("dashline-cluster"));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
                List<String> differences = new TopicProvisioner(admin, 1).provision();
                if (!differences.isEmpty()) {
                    throw new IllegalStateException(differences.toString());
                }
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The broker, for tests that kill and restart it. */
    public EmbeddedBroker broker() {
        return broker;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public String registryUrl() {
        return registry.url();
    }

    /** What a service needs in its environment to use this cluster. */
    public Map<String, String> kafkaEnvironment() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(), "SCHEMA_REGISTRY_URL", registryUrl());
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
