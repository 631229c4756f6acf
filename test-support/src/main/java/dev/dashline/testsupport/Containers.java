package dev.dashline.testsupport;

import dev.dashline.embedded.EmbeddedBroker;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** A broker and a registry in containers. */
final class Containers implements Cluster.Platform {

    /**
     * Skips tests that want containers where no Docker engine answers, and says so. Found through JUnit's service file,
     * and switched on by the build for the run in containers only.
     */
    public static final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!wanted() || DockerClientFactory.instance().isDockerAvailable()) {
                return ConditionEvaluationResult.enabled("a cluster can be had");
            }
            return ConditionEvaluationResult.disabled("no Docker engine answers");
        }
    }

    private static final int REGISTRY_PORT = 8080;
    private static final String REGISTRY_PATH = "/apis/ccompat/v7";

    private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
    private final GenericContainer<?> registry = new GenericContainer<>("apicurio/apicurio-registry:3.3.3")
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp(REGISTRY_PATH + "/subjects"));

    Containers() {
        kafka.start();
        registry.start();
    }

    /** Whether the build asks for containers. */
    static boolean wanted() {
        return "containers".equals(System.getProperty("dashline.cluster"));
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String registryUrl() {
        return "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + REGISTRY_PATH;
    }

    @Override
    public Optional<EmbeddedBroker> broker() {
        return Optional.empty();
    }

    @Override
    public void close() {
        registry.close();
        kafka.close();
    }
}
