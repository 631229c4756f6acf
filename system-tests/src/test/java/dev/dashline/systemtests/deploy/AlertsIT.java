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
 * Causes what alerts are for, on real services that a real Prometheus scrapes. Skipped without Prometheus. Only the
 * full disk is left to rules.test.yml where no file system can be mounted.
 */
class AlertsIT {

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
        try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"));
                EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                DevRegistry registry = DevRegistry.start(0, folder.resolve("registry"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new TopicProvisioner(admin, 1).provision();
            SimulatedServices settings = new SimulatedServices(folder, broker.bootstrapServers(), registry.url());
            try (IngestService ingest = IngestService.of(IngestConfig.from(of(Topics.INGEST, settings)));
                    PublisherService publisher =
                            PublisherService.of(PublisherConfig.from(of(Topics.PUBLISHER, settings)), publishers);
                    Prometheus prometheus = Prometheus.start(folder.resolve("prometheus"), adminPorts)) {
                ingest.start();
                publisher.start();
                SimulatedServices.awaitReady(ingest, publisher);
                ApiClient api = new ApiClient(
                        URI.create("http://localhost:" + ingest.port()),
                        folder.resolve("any.mp4").toUri());
                try (EncoderService encoder = encoder(settings, faults)) {
                    whileAllIsWell(prometheus, encoder);
                    videosFailAndWait(prometheus, api);
                    aTaskWaitsForASlot(prometheus, api);
                    recordsAreGarbage(prometheus, settings);
                    aThreadFails(prometheus, faults);
                    theStoreIsAway(prometheus, api);
                    theDiskIsFull(prometheus, disk);
                    theEncoderIsDrained(prometheus, settings);
                }
                theEncoderIsGone(prometheus);
                assertThat(prometheus.firing()).doesNotContain("DashlineRestoring");
                try (EncoderService encoder = encoder(settings, faults)) {
                    encoder.start();
                    awaitFires(prometheus, "DashlineRestoring");
                    SimulatedServices.awaitReady(encoder);
                    aRecordIsOfALaterVersion(prometheus, settings, publisher);
                }
                assertThat(Alert.all())
                        .extracting(Alert::name)
                        .filteredOn(name -> disk.isSmall() || !name.equals("DashlineDiskFull"))
                        .isSubsetOf(prometheus.fired());
            }
        }
    }

    private static void whileAllIsWell(Prometheus prometheus, Service encoder) throws Exception {
        encoder.start();
        SimulatedServices.awaitReady(encoder);
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

    /** There is one slot. */
    private static void aTaskWaitsForASlot(Prometheus prometheus, ApiClient api) throws Exception {
        awaitEnds(prometheus, "DashlineOldestTask");
        String before = api.submit(Map.of("simulatedEncodingTime", "10m"));
        await().atMost(SOON).ignoreExceptions().until(() -> api.state(before).equals("encoding"));
        String behind = api.submit(Map.of("simulatedEncodingTime", "0s"));
        awaitFires(prometheus, "DashlineOldestTask");
        api.cancel(before);
        assertThat(api.ended(behind)).isEqualTo("published");
    }

    private static void recordsAreGarbage(Prometheus prometheus, SimulatedServices settings) throws Exception {
        assertThat(prometheus.fired()).doesNotContain("DashlineDeadLetters");
        request(settings, new byte[] {-1});
        awaitFired(prometheus, "DashlineDeadLetters");
    }

    private static void request(SimulatedServices settings, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers(settings)), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.VIDEO_REQUESTED.name(), "a-key", value))
                    .get();
        }
    }

    private static String servers(SimulatedServices settings) {
        return String.valueOf(settings.common().get("KAFKA_BOOTSTRAP_SERVERS"));
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

    private static void theDiskIsFull(Prometheus prometheus, SmallDisk disk) throws Exception {
        if (disk.isSmall()) {
            assertThat(prometheus.firing()).doesNotContain("DashlineDiskFull");
            disk.fill();
            awaitFires(prometheus, "DashlineDiskFull");
            disk.clear();
        }
    }

    private static void theEncoderIsDrained(Prometheus prometheus, SimulatedServices settings) throws Exception {
        assertThat(prometheus.firing()).doesNotContain("DashlineSlotsRefused", "DashlineNoEncoder");
        try (EncoderWorkers workers = new EncoderWorkers(KafkaSettings.from(settings.common()))) {
            String worker = workers.alive().get(0).getWorker();
            String registry = String.valueOf(settings.common().get("SCHEMA_REGISTRY_URL"));
            assertThat(new CommandLine(new DrainCommand())
                            .execute(worker, "--bootstrap-servers", servers(settings), "--registry", registry))
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

    /** No service of ours can know what it says, so all of them stop before it, and say why. */
    private static void aRecordIsOfALaterVersion(
            Prometheus prometheus, SimulatedServices settings, PublisherService publisher) throws Exception {
        assertThat(prometheus.fired()).doesNotContain("DashlineNewerRecords");
        awaitEnds(prometheus, "DashlineDecisionsLag");
        request(
                settings,
                LaterRequest.of("a-key", String.valueOf(settings.common().get("SCHEMA_REGISTRY_URL"))));
        awaitFires(prometheus, "DashlineNewerRecords");
        awaitFires(prometheus, "DashlineDecisionsLag");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(publisher.notReadyBecause().toString())
                        .contains("video-requested", "for an upgrade", "there is VideoRequested.watermark"));
    }

    private static void awaitEnds(Prometheus prometheus, String alert) {
        await(alert).atMost(SOON).until(() -> !prometheus.firing().contains(alert));
    }

    private static void awaitFires(Prometheus prometheus, String alert) {
        await(alert).atMost(SOON).until(() -> prometheus.firing().contains(alert));
    }

    /** The same for a cause that may be gone again. */
    private static void awaitFired(Prometheus prometheus, String alert) {
        await(alert).atMost(SOON).until(() -> prometheus.fired().contains(alert));
    }

    private static void arm(Path faults, String fault) throws IOException {
        Path file = faults.resolve(fault);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
    }

    private EncoderService encoder(SimulatedServices settings, Path faults) {
        return Faults.armed(faults, () -> EncoderService.of(EncoderConfig.from(of(Topics.ENCODER, settings))));
    }

    private static SimulatedPublishers slowPublishers() {
        Duration start = Duration.ofSeconds(2);
        return new SimulatedPublishers(start, start, Duration.ofMillis(100), Clock.systemUTC(), 1);
    }

    private Map<String, String> of(String service, SimulatedServices settings) {
        Map<String, String> more = new HashMap<>(Map.of("ENCODER_SLOTS", "1", "PUBLISHER_POOL_MAX", "1"));
        more.put("WORK_DIR", folder.resolve("disk/work").toString());
        more.put("METRICS_GUARDED_BY_NETWORK", "true");
        more.put("ADMIN_PORT", String.valueOf(adminPorts.get(service)));
        return settings.of(service, more);
    }
}
