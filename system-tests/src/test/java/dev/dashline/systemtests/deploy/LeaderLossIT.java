package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dashline.embedded.DevRegistry;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.runtime.Service;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** Brokers in containers, of which the one that leads the topic of tasks is killed. Skipped without a Docker engine. */
class LeaderLossIT {

    private static final int VIDEOS = 4;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void everyVideoIsPublishedThoughTheLeaderOfTheTasksIsKilledMeanwhile() throws Exception {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine answers");
        try (ContainerCluster brokers = ContainerCluster.start();
                DevRegistry registry = DevRegistry.start(0, folder.resolve("registry"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()))) {
            new TopicProvisioner(admin, 3).provision();
            Map<String, String> environment = environment(brokers, registry);
            try (IngestService ingest = IngestService.of(IngestConfig.from(of(Topics.INGEST, environment)));
                    EncoderService encoder = EncoderService.of(EncoderConfig.from(of(Topics.ENCODER, environment)));
                    PublisherService publisher =
                            PublisherService.of(PublisherConfig.from(of(Topics.PUBLISHER, environment)))) {
                List<Service> services = List.of(ingest, encoder, publisher);
                services.forEach(Service::start);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(services)
                                .allSatisfy(service ->
                                        assertThat(service.notReadyBecause()).isEmpty()));
                ApiClient api = new ApiClient(
                        URI.create("http://localhost:" + ingest.port()),
                        folder.resolve("any.mp4").toUri());
                List<String> videos = new ArrayList<>();
                for (int video = 0; video < VIDEOS; video++) {
                    videos.add(api.submit(Map.of("simulatedEncodingTime", "8s", "simulatedChunks", "8")));
                }
                await().atMost(SOON).until(() -> api.state(videos.get(0)).equals("encoding"));

                int leader = leader(admin);
                brokers.kill(leader);

                assertThat(videos)
                        .allSatisfy(video -> assertThat(api.ended(video)).isEqualTo("published"));
                await().atMost(SOON).ignoreExceptions().until(() -> leader(admin) != leader);
                assertThat(services)
                        .allSatisfy(service -> assertThat(service.fatalError()).isEmpty());
            }
        }
    }

    private static int leader(Admin admin) throws Exception {
        String topic = Topics.ENCODER_TASKS.name();
        TopicPartitionInfo first = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .partitions()
                .get(0);
        return first.leader().id();
    }

    private Map<String, String> environment(ContainerCluster brokers, DevRegistry registry) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                brokers.bootstrapServers(),
                "KAFKA_ENABLE_METRICS_PUSH",
                "false",
                "SCHEMA_REGISTRY_URL",
                registry.url(),
                "ADMIN_PORT",
                "0",
                "SESSION_TIMEOUT",
                "3s",
                "OUTPUT_URI",
                folder.resolve("videos").toUri() + "/",
                "STAGING_URI",
                folder.resolve("staging").toUri() + "/",
                "SOURCE_ROOTS",
                folder.toUri().toString()));
        environment.putAll(Map.of("HOST", "127.0.0.1", "AUTH", "off", "PORT", "0"));
        environment.putAll(Map.of(
                "ENCODER_KIND", "simulated",
                "ENCODER_SLOTS", "2",
                "WORK_DIR", folder.resolve("work").toString()));
        return environment;
    }

    private Map<String, String> of(String service, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("STATE_DIR", folder.resolve(service).toString());
        return own;
    }
}
