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
            SimulatedServices settings = new SimulatedServices(folder, brokers.bootstrapServers(), registry.url());
            Map<String, String> slots = Map.of("ENCODER_SLOTS", "2");
            try (IngestService ingest = IngestService.of(IngestConfig.from(settings.of(Topics.INGEST, Map.of())));
                    EncoderService encoder = EncoderService.of(EncoderConfig.from(settings.of(Topics.ENCODER, slots)));
                    PublisherService publisher =
                            PublisherService.of(PublisherConfig.from(settings.of(Topics.PUBLISHER, Map.of())))) {
                List<Service> services = List.of(ingest, encoder, publisher);
                services.forEach(Service::start);
                SimulatedServices.awaitReady(ingest, encoder, publisher);
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
}
