package dev.dashline.systemtests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dashline.cli.run.TopicsCommand;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.trace.AttemptTrace;
import dev.dashline.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** All services with the rights of the catalogue alone, over TLS and SASL, with schemas that they did not register. */
class RestrictedClusterIT {

    @TempDir
    Path folder;

    @Test
    void servicesNeedNoMoreThanTheirRightsAndRegisterNoSchema() throws Exception {
        try (RestrictedCluster cluster = RestrictedCluster.start(folder);
                TraceCollector collector = TraceCollector.start()) {
            preparesTheClusterAfterSayingWhatItWillDo(cluster);
            refusesWhatIsNotInTheCatalogue(cluster);
            try (IngestService ingest = IngestService.of(IngestConfig.from(with(
                            cluster,
                            Topics.INGEST,
                            collector,
                            Map.of("HOST", "127.0.0.1", "AUTH", "off", "PORT", "0"))));
                    EncoderService encoder = EncoderService.of(EncoderConfig.from(with(
                            cluster,
                            Topics.ENCODER,
                            collector,
                            Map.of(
                                    "ENCODER_KIND",
                                    "simulated",
                                    "DRAIN_TIMEOUT",
                                    "1s",
                                    "WORK_DIR",
                                    folder.resolve("work").toString()))));
                    PublisherService publisher = PublisherService.of(
                            PublisherConfig.from(with(cluster, Topics.PUBLISHER, collector, Map.of())))) {
                List<Service> services = List.of(ingest, encoder, publisher);
                services.forEach(Service::start);
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(services)
                                .allSatisfy(service ->
                                        assertThat(service.notReadyBecause()).isEmpty()));
                ApiClient api = new ApiClient(
                        URI.create("http://localhost:" + ingest.port()),
                        folder.resolve("any.mp4").toUri());
                String good = api.submit(time("200ms"));
                assertThat(api.ended(good)).isEqualTo("published");
                oneTraceShowsTheWholePath(collector, good);
                String bad = api.submit(time("no time"));
                assertThat(api.ended(bad)).isEqualTo("failed");
                aTraceShowsWhyAVideoFailed(collector, bad);
                api.post("{}"); // is refused
                api.submit(time("10m")); // keeps the one slot busy
                api.submit(time("10m")); // waits for it
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> everyQueryFindsWhatItAsksFor(services));
                assertThat(services)
                        .allSatisfy(service -> assertThat(service.fatalError()).isEmpty());
            }
        }
    }

    private static void oneTraceShowsTheWholePath(TraceCollector collector, String videoId) {
        AttemptTrace trace = new AttemptTrace(videoId, 1);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(collector.of(trace))
                        .extracting(TraceCollector.Received::name)
                        .containsExactlyInAnyOrder(
                                "video",
                                "request",
                                "queue",
                                "analyze",
                                "queue",
                                "transcode_video",
                                "queue",
                                "package",
                                "publish"));
        TraceCollector.Received whole = collector.find(trace, "video");
        assertThat(whole.failure()).isEmpty();
        assertThat(collector.of(trace)).allSatisfy(span -> {
            assertThat(span.parent()).isEqualTo(span.equals(whole) ? "" : whole.id());
            assertThat(span.start()).isBetween(whole.start(), whole.end());
            assertThat(span.attributes()).containsEntry("dashline.video", videoId);
        });
        assertThat(collector.find(trace, "request").service()).isEqualTo(Topics.INGEST);
        assertThat(collector.find(trace, "publish").service()).isEqualTo(Topics.PUBLISHER);
        TraceCollector.Received encoding = collector.find(trace, "transcode_video");
        assertThat(encoding.service()).isEqualTo(Topics.ENCODER);
        assertThat(encoding.attributes())
                .containsEntry("dashline.task", "video-00000")
                .containsEntry("dashline.epoch", "1")
                .containsKey("dashline.worker");
        assertThat(Duration.between(encoding.start(), encoding.end())).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    private static void aTraceShowsWhyAVideoFailed(TraceCollector collector, String videoId) {
        AttemptTrace trace = new AttemptTrace(videoId, 1);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(List.of(collector.find(trace, "analyze"), collector.find(trace, "video")))
                                .allSatisfy(span -> assertThat(span.failure()).isEqualTo("INVALID_REQUEST")));
    }

    private static void everyQueryFindsWhatItAsksFor(List<Service> services) throws Exception {
        Scrape scrape = new Scrape(services.stream().map(Service::scrape).toList());
        Stream<String> panels = Dashboards.ALL.stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .map(Dashboard.Query::expression);
        Stream<String> alerts = Alert.all().stream().map(Alert::expression);
        assertThat(Stream.concat(panels, alerts)
                        .flatMap(query -> scrape.missing(query).stream())
                        .distinct())
                .isEmpty();
    }

    private static void preparesTheClusterAfterSayingWhatItWillDo(RestrictedCluster cluster) {
        assertThat(topics(cluster, "--grant", "--dry-run"))
                .contains("User:encoder-service would get CREATE on TOPIC encoder-service-*")
                .contains("topic video-requested would be made, with 6 partitions")
                .contains("share.auto.offset.reset=earliest would be set for group encoder")
                .contains("subject encoder-service-queued-tasks-changelog-value would get its schema");
        assertThat(topics(cluster, "--grant")).contains("subjects have their schemas", "rights granted to services");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(topics(cluster, "--grant", "--dry-run")).isEmpty());
    }

    private static void refusesWhatIsNotInTheCatalogue(RestrictedCluster cluster) {
        Map<String, Object> config =
                KafkaSettings.from(cluster.environment(Topics.INGEST)).common();
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(
                            () -> producer.send(new ProducerRecord<>(Topics.VIDEO_PUBLISHED.name(), "v", new byte[0]))
                                    .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static String topics(RestrictedCluster cluster, String... options) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            List<String> line = new ArrayList<>(List.of("--replicas", "1"));
            line.addAll(List.of(options));
            line.addAll(
                    List.of("--bootstrap-servers", cluster.bootstrapServers(), "--registry", cluster.registryUrl()));
            assertThat(new CommandLine(new TopicsCommand()).execute(line.toArray(String[]::new)))
                    .isZero();
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> with(
            RestrictedCluster cluster, String service, TraceCollector collector, Map<String, String> more) {
        Map<String, String> environment = cluster.environment(service);
        environment.put("OUTPUT_URI", folder.resolve("videos").toUri() + "/");
        environment.put("STAGING_URI", folder.resolve("staging").toUri() + "/");
        environment.put("SOURCE_ROOTS", folder.toUri().toString());
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
        environment.putAll(more);
        return environment;
    }

    private static Map<String, String> time(String encodingTime) {
        return Map.of("simulatedEncodingTime", encodingTime);
    }
}
