package dev.dashline.systemtests.faults;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** What the services need: broker, registry, folders. */
final class Platform implements AutoCloseable {

    /** Members that a share group may have: enough for processes that were killed and count for 45 s after it. */
    static final int MOST_MEMBERS = 24;

    private static final int BROKER_STARTS = 5;
    /** A symbolic link, so that the store can go away, and come back, from one moment to the next. */
    private static final String STORE = "store";

    private static final String STORE_THERE = "store-there";
    private static final String STORE_AWAY = "store-away";

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
        for (String each : List.of("videos", "staging")) {
            Files.createDirectories(folder.resolve(STORE_THERE).resolve(each));
        }
        Files.createDirectories(folder.resolve("sources"));
        Files.createSymbolicLink(folder.resolve(STORE_AWAY), Path.of(STORE_AWAY));
        Files.createSymbolicLink(folder.resolve(STORE), Path.of(STORE_THERE));
        Map<String, String> settings = Map.of("group.share.max.size", Integer.toString(MOST_MEMBERS));
        Platform platform = new Platform(folder, EmbeddedBroker.start(folder.resolve("broker"), 0, settings));
        try (Admin admin = Admin.create(platform.kafka().common())) {
            new TopicProvisioner(admin, 1).provision();
        }
        return platform;
    }

    Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "SCHEMA_REGISTRY_URL", registry.url(),
                "OUTPUT_URI", folder.resolve(STORE).resolve("videos").toUri().toString(),
                "STAGING_URI", folder.resolve(STORE).resolve("staging").toUri().toString(),
                // The store's link must not lead out of what may be read, whatever it points to at that moment.
                "SOURCE_ROOTS", folder.toUri().toString());
    }

    KafkaSettings kafka() {
        return KafkaSettings.from(environment());
    }

    /** The folder of all objects below one root of the store, also while the store is away. */
    Path objects(String root) {
        return folder.resolve(STORE_THERE).resolve(root);
    }

    /** The file of an object, also while the store is away. */
    Path file(URI object) {
        return folder.resolve(STORE_THERE).resolve(folder.resolve(STORE).relativize(Path.of(object)));
    }

    /** Takes the store away: every call fails with an error that is none of "not found" and "forbidden". */
    void interruptStore(Duration absence) throws InterruptedException, IOException {
        pointStoreTo(STORE_AWAY);
        Shell.pause(absence);
        pointStoreTo(STORE_THERE);
    }

    private void pointStoreTo(String place) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("store-next"), Path.of(place));
        Files.move(next, folder.resolve(STORE), StandardCopyOption.ATOMIC_MOVE);
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
