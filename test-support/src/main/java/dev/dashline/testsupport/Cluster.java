package dev.dashline.testsupport;

import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.schemas.TopicProvisioner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.opentest4j.TestAbortedException;

/**
 * A real broker and a registry, with all topics: on this machine, in a temporary folder; or in containers if the system
 * property {@code dashline.cluster} says so.
 */
public final class Cluster implements AutoCloseable {

    /** What provides a broker and a registry. */
    interface Platform extends AutoCloseable {

        String bootstrapServers();

        String registryUrl();

        /** The broker, if it can be killed and restarted. */
        Optional<EmbeddedBroker> broker();

        @Override
        void close();
    }

    private final Platform platform;

    private Cluster(Platform platform) {
        this.platform = platform;
    }

    /** Starts a cluster of the caller's own. */
    public static Cluster start() {
        Cluster cluster = new Cluster(Containers.wanted() ? new Containers() : new LocalPlatform());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            List<String> differences = new TopicProvisioner(admin, 1).provision();
            if (!differences.isEmpty()) {
                throw new IllegalStateException(differences.toString());
            }
            return cluster;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The broker, for tests that kill and restart it; they are skipped where it cannot be. */
    public EmbeddedBroker broker() {
        return platform.broker()
                .orElseThrow(() -> new TestAbortedException("a broker in a container would come back at another port"));
    }

    public String bootstrapServers() {
        return platform.bootstrapServers();
    }

    public String registryUrl() {
        return platform.registryUrl();
    }

    /** What a service needs in its environment to use this cluster. */
    public Map<String, String> kafkaEnvironment() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(), "SCHEMA_REGISTRY_URL", registryUrl());
    }

    @Override
    public void close() {
        platform.close();
    }
}
