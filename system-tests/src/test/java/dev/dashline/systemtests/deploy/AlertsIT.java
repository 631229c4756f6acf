package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.cli.client.EncoderWorkers;
import dev.dashline.cli.run.DrainCommand;
import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.embedded.FreePorts;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.publisher.simulated.SimulatedPublishers;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import dev.dashline.testsupport.Faults;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Causes what alerts are for, on real services that a real Prometheus scrapes. Skipped without Prometheus. Left to
 * rules.test.yml are alerts whose causes cannot be had in a minute: a task that waits for ten, a disk that is full, a
 * service that is alive and does not read.
 */
class AlertsIT {

    private static final Set<String> LEFT_OUT =
            Set.of("DashlineOldestTask", "DashlineDiskFull", "DashlineDecisionsLag");
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int MANY = 25;

    @TempDir
    Path folder;

    private final BreakablePublishers publishers = new BreakablePublishers(slowPublishers());
    private final Map<String, Integer> adminPorts = new TreeMap<>();

    @Test
    void everyAlertFiresOnceItsCauseIsThere() throws Exception {
        assumeTrue(new Program("prometheus", folder).isThere(), "prometheus is missing: Debian's package has it");
        for (String service : Set.of(Topics.INGEST, Topics.ENCODER, Topics.PUBLISHER)) {
            adminPorts.put(service, FreePorts.find());
        }
        Path store = Files.createDirectories(folder.resolve("store-there"));
        Files.createSymbolicLink(folder.resolve("store"), store);
        Path faults = Files.createDirectories(folder.resolve("faults"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                DevRegistry registry = DevRegistry.start(0, folder.resolve("registry"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicProvisioner(admin, 1).provision();
            Map<String, String> environment = environment(broker, registry);
            try (IngestService ingest = IngestService.of(IngestConfig.from(of(Topics.INGEST, environment)));
                    PublisherService publisher =
                            PublisherService.of(PublisherConfig.from(of(Topics.PUBLISHER, environment)), publishers);
                    Prometheus prometheus = Prometheus.start(folder.resolve("prometheus"), adminPorts)) {
                ingest.start();
                publisher.start();
                awaitReady(ingest, publisher);
                ApiClient api = new ApiClient(
                        URI.create("http://localhost:" + ingest.port()),
                        folder.resolve("any.mp4").toUri());
                try (EncoderService encoder = encoder(environment, faults)) {
                    whileAllIsWell(prometheus, encoder);
                    videosFailAndWait(prometheus, api);
                    recordsAreGarbage(prometheus, broker);
                    aThreadFails(prometheus, faults);
                    theStoreIsAway(prometheus, api);
                    theEncoderIsDrained(prometheus, environment);
                }
                theEncoderIsGone(prometheus);
                assertThat(prometheus.firing()).doesNotContain("DashlineRestoring");
                try (EncoderService encoder = encoder(environment, faults)) {
                    encoder.start();
                    awaitFires(prometheus, "DashlineRestoring");
                }
                assertThat(Alert.all())
                        .extracting(Alert::name)
                        .filteredOn(name -> !LEFT_OUT.contains(name))
                        .isSubsetOf(prometheus.fired());
            }
        }
    }

    private static void whileAllIsWell(Prometheus prometheus, Service encoder) throws Exception {
        encoder.start();
        awaitReady(encoder);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> prometheus.has("dashline_backlog_slots{topic=\"encoder-tasks\"} > 0")
                        && prometheus.firing().isEmpty());
    }

    private void videosFailAndWait(Prometheus prometheus, ApiClient api) throws Exception {
        for (int video = 0; video < MANY; video++) {
            api.submit(Map.of("simulatedEncodingTime", "no time"));
        }
        awaitFired(prometheus, "DashlineManyFailures");
        for (int video = 0; video < 3; video++) {
            api.submit(Map.of("simulatedEncodingTime", "0s"));
        }
        awaitFired(prometheus, "DashlinePublicationsWait");
        assertThat(prometheus.fired()).doesNotContain("DashlineFailuresOfOurs");
        publishers.broken(true);
        assertThat(api.ended(api.submit(Map.of("simulatedEncodingTime", "0s")))).isEqualTo("failed");
        publishers.broken(false);
        awaitFired(prometheus, "DashlineFailuresOfOurs");
        String late = api.submit(Map.of("simulatedEncodingTime", "10m"), Duration.ofSeconds(30));
        awaitFired(prometheus, "DashlinePredictedMisses");
        assertThat(api.ended(late)).isEqualTo("failed");
        awaitFired(prometheus, "DashlineDeadlinesMissed");
    }

    private static void recordsAreGarbage(Prometheus prometheus, EmbeddedBroker broker) throws Exception {
        assertThat(prometheus.fired()).doesNotContain("DashlineDeadLetters");
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.VIDEO_REQUESTED.name(), "a key", new byte[] {-1}))
                    .get();
        }
        awaitFired(prometheus, "DashlineDeadLetters");
    }

    private static void aThreadFails(Prometheus prometheus, Path faults) throws Exception {
        assertThat(prometheus.fired()).doesNotContain("DashlineThreadFailures");
        for (int failure = 0; failure < 6; failure++) {
            arm(faults, "throw.heartbeats");
            await().atMost(SOON).until(() -> !Files.exists(faults.resolve("throw.heartbeats")));
        }
        awaitFired(prometheus, "DashlineThreadFailures");
    }

    /** The store is a link, and now one to itself: that is neither "not found" nor "forbidden". */
    private void theStoreIsAway(Prometheus prometheus, ApiClient api) throws Exception {
        assertThat(prometheus.fired()).doesNotContain("DashlineStoreErrors");
        pointStoreTo(Path.of("store"));
        String video = api.submit(Map.of("simulatedEncodingTime", "0s"));
        awaitFired(prometheus, "DashlineStoreErrors");
        pointStoreTo(folder.resolve("store-there"));
        assertThat(api.ended(video)).isEqualTo("published");
    }

    private void pointStoreTo(Path place) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("store-next"), place);
        Files.move(next, folder.resolve("store"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void theEncoderIsDrained(Prometheus prometheus, Map<String, String> environment) throws Exception {
        assertThat(prometheus.firing()).doesNotContain("DashlineSlotsRefused", "DashlineNoEncoder");
        KafkaSettings kafka = KafkaSettings.from(environment);
        try (EncoderWorkers workers = new EncoderWorkers(kafka)) {
            String worker = workers.alive().get(0).getWorker();
            assertThat(new CommandLine(new DrainCommand())
                            .execute(
                                    worker,
                                    "--bootstrap-servers",
                                    String.valueOf(environment.get("KAFKA_BOOTSTRAP_SERVERS")),
                                    "--registry",
                                    String.valueOf(environment.get("SCHEMA_REGISTRY_URL"))))
                    .isZero();
        }
        awaitFires(prometheus, "DashlineSlotsRefused");
        awaitFires(prometheus, "DashlineNoEncoder");
    }

    private static void theEncoderIsGone(Prometheus prometheus) {
        awaitFires(prometheus, "DashlineServiceGone");
        awaitFires(prometheus, "DashlineBacklogUnknown");
        awaitFires(prometheus, "DashlineNoEncoder");
    }

    private static void awaitFires(Prometheus prometheus, String alert) {
        await(alert).atMost(SOON).until(() -> prometheus.firing().contains(alert));
    }

    /** The same for a cause that may be gone again. */
    private static void awaitFired(Prometheus prometheus, String alert) {
        await(alert).atMost(SOON).until(() -> prometheus.fired().contains(alert));
    }

    private static void awaitReady(Service... services) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(services)
                        .allSatisfy(
                                service -> assertThat(service.notReadyBecause()).isEmpty()));
    }

    private static void arm(Path faults, String fault) throws IOException {
        Path file = faults.resolve(fault);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }

    private EncoderService encoder(Map<String, String> environment, Path faults) {
        return Faults.armed(faults, () -> EncoderService.of(EncoderConfig.from(of(Topics.ENCODER, environment))));
    }

    private static SimulatedPublishers slowPublishers() {
        Duration start = Duration.ofSeconds(2);
        return new SimulatedPublishers(start, start, Duration.ofMillis(100), Clock.systemUTC(), 1);
    }

    private Map<String, String> environment(EmbeddedBroker broker, DevRegistry registry) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "KAFKA_ENABLE_METRICS_PUSH",
                "false",
                "SCHEMA_REGISTRY_URL",
                registry.url(),
                "SESSION_TIMEOUT",
                "3s",
                "OUTPUT_URI",
                folder.resolve("store/videos").toUri() + "/",
                "STAGING_URI",
                folder.resolve("store/staging").toUri() + "/",
                "SOURCE_ROOTS",
                folder.toUri().toString(),
                "METRICS_GUARDED_BY_NETWORK",
                "true"));
        environment.putAll(Map.of("HOST", "127.0.0.1", "AUTH", "off", "PORT", "0", "PUBLISHER_POOL_MAX", "1"));
        environment.putAll(Map.of(
                "ENCODER_KIND", "simulated",
                "ENCODER_SLOTS", "1",
                "WORK_DIR", folder.resolve("work").toString()));
        return environment;
    }

    private Map<String, String> of(String service, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("STATE_DIR", folder.resolve(service).toString());
        own.put("ADMIN_PORT", String.valueOf(adminPorts.get(service)));
        return own;
    }
}
