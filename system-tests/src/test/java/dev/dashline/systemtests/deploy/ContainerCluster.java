package dev.dashline.systemtests.deploy;

import dev.dashline.embedded.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/** Three brokers in containers that are one cluster. Any one of them may be killed. */
final class ContainerCluster implements AutoCloseable {

    private static final int BROKERS = 3;
    private static final int PORT = 29092;

    private final Network network = Network.newNetwork();
    private final List<Integer> ports = new ArrayList<>();
    private final List<GenericContainer<?>> brokers = new ArrayList<>();

    private ContainerCluster() throws IOException {
        for (int id = 1; id <= BROKERS; id++) {
            ports.add(FreePorts.find());
            brokers.add(broker(id));
        }
    }

    static ContainerCluster start() throws IOException {
        ContainerCluster cluster = new ContainerCluster();
        try {
            Startables.deepStart(cluster.brokers).join();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    String bootstrapServers() {
        return ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(","));
    }

    /** Kills the broker of this id, from 1 on, as a power cut would. */
    void kill(int id) {
        GenericContainer<?> broker = brokers.get(id - 1);
        broker.getDockerClient().killContainerCmd(broker.getContainerId()).exec();
    }

    @SuppressWarnings("resource") // close() stops it.
    private GenericContainer<?> broker(int id) {
        GenericContainer<?> broker = new GenericContainer<>("apache/kafka:4.3.1")
                .withNetwork(network)
                .withNetworkAliases(name(id))
                .withEnv(settings(id))
                .waitingFor(Wait.forLogMessage(".*Transitioning from RECOVERY to RUNNING.*", 1));
        // The broker tells clients its port, so it has to be known before it starts.
        broker.setPortBindings(List.of(ports.get(id - 1) + ":" + PORT));
        return broker;
    }

    private Map<String, String> settings(int id) {
        return Map.ofEntries(
                Map.entry("CLUSTER_ID", "7TvGnNkPTkmkE_tcAv5b5Q"),
                Map.entry("KAFKA_HEAP_OPTS", "-Xmx512m"),
                Map.entry("KAFKA_NODE_ID", Integer.toString(id)),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry(
                        "KAFKA_CONTROLLER_QUORUM_VOTERS",
                        IntStream.rangeClosed(1, BROKERS)
                                .mapToObj(other -> other + "@" + name(other) + ":9093")
                                .collect(Collectors.joining(","))),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093,HOST://:" + PORT),
                Map.entry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "PLAINTEXT://" + name(id) + ":9092,HOST://localhost:" + ports.get(id - 1)),
                Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,HOST:PLAINTEXT"),
                Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "PLAINTEXT"),
                Map.entry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3"),
                Map.entry("KAFKA_MIN_INSYNC_REPLICAS", "2"),
                Map.entry("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "2000"),
                Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
    }

    private static String name(int id) {
        return "kafka-" + id;
    }

    @Override
    public void close() {
        brokers.forEach(GenericContainer::stop);
        network.close();
    }
}
