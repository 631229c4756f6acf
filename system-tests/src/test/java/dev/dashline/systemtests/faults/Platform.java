package dev.dashline.systemtests.faults;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** What the services need: broker, registry, folders. */
final class Platform implements AutoCloseable {

    private static final int BROKER_STARTS = 5;

    private final Path folder;
    private final EmbeddedBroker broker;
    private final int registryPort = Ports.free();
    private DevRegistry registry;

    private Platform(Path folder, EmbeddedBroker broker) {
        this.folder = folder;
        this.broker = broker;
        this.registry = DevRegistry.start(registryPort, folder.resolve("registry"));
    }

    static Platform start(Path folder) throws Exception {
        for (String each : List.of("videos", "staging", "sources")) {
            Files.createDirectories(folder.resolve(each));
        }
        Platform platform = new Platform(folder, EmbeddedBroker.start(folder.resolve("broker"), 0));
        try (Admin admin = Admin.create(platform.kafka().common())) {
            new TopicProvisioner(admin, 1).provision();
        }
        return platform;
    }

    Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "SCHEMA_REGISTRY_URL", registry.url(),
                "OUTPUT_URI", folder.resolve("videos").toUri().toString(),
                "STAGING_URI", folder.resolve("staging").toUri().toString(),
                "SOURCE_ROOTS", folder.resolve("sources").toUri().toString());
    }

    KafkaSettings kafka() {
        return KafkaSettings.from(environment());
    }

    Path folder(String part) {
        return folder.resolve(part);
    }

    void killBroker(Duration absence) throws InterruptedException {
        broker.kill();
        startBrokerAfter(absence);
    }

    void restartBroker(Duration absence) throws InterruptedException {
        broker.close();
        startBrokerAfter(absence);
    }

    /** Retries: on a busy machine a start may exceed its time limit. */
    private void startBrokerAfter(Duration absence) throws InterruptedException {
        Shell.pause(absence);
        for (int tries = 1; ; tries++) {
            try {
                broker.restart();
                return;
            } catch (UncheckedIOException e) {
                if (tries == BROKER_STARTS) {
                    throw e;
                }
            }
        }
    }

    void interruptRegistry(Duration absence) throws InterruptedException {
        registry.close();
        Shell.pause(absence);
        registry = DevRegistry.start(registryPort, folder.resolve("registry"));
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
