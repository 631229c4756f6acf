package dev.dashline.systemtests.faults;

import dev.dashline.embedded.BrokerCluster;
import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.rights.RightsGrant;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** What the services need: brokers, registry, folders. */
final class Platform implements AutoCloseable {

    /** Members that a share group may have: enough for processes that were killed and count for 45 s after it. */
    static final int MOST_MEMBERS = 24;

    private static final int BROKER_STARTS = 5;
    /** A symbolic link, so that the store can go away, and come back, from one moment to the next. */
    private static final String STORE = "store";

    private static final String STORE_THERE = "store-there";
    private static final String STORE_AWAY = "store-away";

    private final Path folder;
    private final BrokerCluster brokers;
    private final Optional<ServiceUsers> users;
    private final int registryPort = Ports.free();
    private DevRegistry registry;

    private Platform(Path folder, BrokerCluster brokers, Optional<ServiceUsers> users) {
        this.folder = folder;
        this.brokers = brokers;
        this.users = users;
        this.registry = DevRegistry.start(registryPort, folder.resolve("registry"));
    }

    /** One broker at which everybody may do everything. */
    static Platform start(Path folder) throws Exception {
        return start(folder, 1, false);
    }

    /**
     * @param brokers how many
     * @param rights whether services may do only what they have a right to
     */
    static Platform start(Path folder, int brokers, boolean rights) throws Exception {
        for (String each : List.of("videos", "staging")) {
            Files.createDirectories(folder.resolve(STORE_THERE).resolve(each));
        }
        Files.createDirectories(folder.resolve("sources"));
        Files.createSymbolicLink(folder.resolve(STORE_AWAY), Path.of(STORE_AWAY));
        Files.createSymbolicLink(folder.resolve(STORE), Path.of(STORE_THERE));
        Optional<ServiceUsers> users = rights ? Optional.of(ServiceUsers.of(brokers)) : Optional.empty();
        Platform platform = new Platform(
                folder,
                BrokerCluster.start(folder.resolve("brokers"), brokers, number -> settings(users, number)),
                users);
        try (Admin admin = Admin.create(platform.kafka().common())) {
            TopicProvisioner provisioner = new TopicProvisioner(admin, Math.min(3, brokers));
            provisioner.provision();
            if (rights) {
                new RightsGrant(admin).grant();
                new SchemaRegistrar(platform.kafka().registry())
                        .register(SchemaRegistrar.subjects(provisioner.topics()));
            }
        }
        return platform;
    }

    private static Map<String, String> settings(Optional<ServiceUsers> users, int broker) {
        Map<String, String> settings =
                new HashMap<>(users.map(each -> each.settings(broker)).orElse(Map.of()));
        settings.put("group.share.max.size", Integer.toString(MOST_MEMBERS));
        return settings;
    }

    /** For a service. */
    Map<String, String> environment(ServiceProcess.Kind kind) {
        Map<String, String> environment = new HashMap<>(environment());
        users.ifPresent(each -> environment.putAll(each.environment(kind.id() + "-service")));
        return environment;
    }

    /** For somebody who may do everything. */
    Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", brokers.bootstrapServers(),
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

    /** The id of the broker that leads the first partition of the topic of tasks. */
    int leader() throws InterruptedException {
        String topic = Topics.ENCODER_TASKS.name();
        try (Admin admin = Admin.create(kafka().common())) {
            return Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .get(topic))
                    .partitions()
                    .get(0)
                    .leader()
                    .id();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no broker says who leads " + topic, e);
        }
    }

    void killBroker(int id, Duration absence) throws InterruptedException {
        brokers.broker(id).kill();
        startBrokerAfter(brokers.broker(id), absence);
    }

    void restartBroker(int id, Duration absence) throws InterruptedException {
        brokers.broker(id).close();
        startBrokerAfter(brokers.broker(id), absence);
    }

    /** Retries: on a busy machine a start may exceed its time limit. */
    private static void startBrokerAfter(EmbeddedBroker broker, Duration absence) throws InterruptedException {
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
        brokers.close();
    }
}
