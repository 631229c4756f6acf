package dev.dashline.cli.option;

import dev.dashline.cli.base.CliException;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.serde.RegistryUnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** Which Kafka cluster and registry a command reads; KAFKA_… and SCHEMA_REGISTRY_… in the environment say more. */
public final class KafkaOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "The cluster (default: $KAFKA_BOOTSTRAP_SERVERS, or localhost:9092).")
    private Optional<String> bootstrapServers = Optional.empty();

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The schema registry (default: $SCHEMA_REGISTRY_URL, or http://localhost:8081).")
    private Optional<String> registry = Optional.empty();

    public KafkaSettings settings() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        bootstrapServers.ifPresent(servers -> environment.put(KafkaSettings.BOOTSTRAP_SERVERS.key(), servers));
        registry.ifPresent(url -> environment.put(KafkaSettings.REGISTRY_URL.key(), url));
        return KafkaSettings.from(environment);
    }

    public static CliException unreachable(KafkaSettings kafka, KafkaException cause) {
        if (cause instanceof RegistryUnavailableException) {
            return new CliException(
                    cause.getMessage() + "; say where the registry is with --registry, as dashline dev prints it",
                    cause);
        }
        if (EventSerdes.isOfLaterVersion(cause)) {
            return new CliException(cause.getMessage() + "; use a dashline of that version", cause);
        }
        return new CliException(
                "nothing can be read at " + kafka.client().get("bootstrap.servers") + ": " + cause.getMessage()
                        + "; say where Kafka is with --bootstrap-servers, as dashline dev prints it",
                cause);
    }
}
