package dev.dashline.cli.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.dashline.cli.Invocation;
import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.TopicRecords;
import dev.dashline.events.Failure;
import dev.dashline.events.Stage;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoRequested;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.TrustedEvents;
import dev.dashline.testsupport.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks from the command that sets one to a receiver that was away while ingest-service was restarted. */
class WebhookCommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Test
    void aReceiverIsToldOfWhatHappenedBeforeARestartAndCanBeToldAgain(@TempDir Path state) throws Exception {
        HttpServer away = receiver(0);
        int port = away.getAddress().getPort();
        away.stop(0);
        try (Cluster cluster = Cluster.start()) {
            assertThat(webhook(cluster, "set", "default", "--url", "http://127.0.0.1:" + port + "/")
                            .out())
                    .startsWith("whsec_");
            assertThat(webhook(cluster, "set", "default").out()).isEmpty();
            assertThat(webhook(cluster, "set", "default", "--rotate").out()).startsWith("whsec_");
            assertThat(webhook(cluster, "list").out()).contains("default  http://127.0.0.1:" + port, "2 secrets");

            try (IngestService ingest = started(cluster, state)) {
                fail(cluster, "v");
                await().atMost(PATIENCE)
                        .until(() -> webhook(cluster, "log", "--failed").out().contains("try 1  failed"));
                assertThat(ingest.fatalError()).isEmpty();
            }
            fail(cluster, "while-nobody-runs");
            HttpServer back = receiver(port);
            try (IngestService ingest = started(cluster, state)) {
                assertThat(receivedOf("while-nobody-runs")).contains("\"type\":\"video.failed\"");
                String tries = webhook(cluster, "log", "--video", "v").out();
                assertThat(tries).contains("try 1  failed");

                // By itself it comes after 5 s or 5 min, by how many tries there were before the restart.
                String event = tries.split("  ", -1)[1];
                assertThat(webhook(cluster, "resend", event).exitCode()).isZero();
                String first = receivedOf("v");
                await().atMost(PATIENCE)
                        .until(() ->
                                webhook(cluster, "log", "--video", "v").out().contains("delivered"));
                assertThat(webhook(cluster, "resend", event).exitCode()).isZero();
                assertThat(receivedOf("v")).isEqualTo(first);
                assertThat(webhook(cluster, "resend", "no-such").exitCode()).isEqualTo(CliException.FAILED);
                assertThat(webhook(cluster, "delete", "default").exitCode()).isZero();
                assertThat(webhook(cluster, "list").out()).isEmpty();
                assertThat(ingest.fatalError()).isEmpty();
            } finally {
                back.stop(0);
            }
        }
    }

    /** The next event of a video that is received. */
    private String receivedOf(String videoId) throws InterruptedException {
        String next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        while (next != null && !next.contains("\"id\":\"" + videoId + "\"")) {
            next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(next).as("received of " + videoId).isNotNull();
        return Objects.requireNonNull(next);
    }

    private static void fail(Cluster cluster, String videoId) {
        TrustedEvents.vouch();
        VideoRequested request = VideoRequested.newBuilder()
                .setVideoId(videoId)
                .setSource("gs://input/a.mp4")
                .setRequestedAt(Instant.now())
                .build();
        VideoFailed failed = VideoFailed.newBuilder()
                .setEventId(EventIds.of("failed", videoId, 1))
                .setVideoId(videoId)
                .setAttempt(1)
                .setFailure(Failure.newBuilder()
                        .setStage(Stage.ANALYZE)
                        .setCode("NO_VIDEO")
                        .setRetryable(false)
                        .setMessage("There is none.")
                        .build())
                .setFailedAt(Instant.now())
                .setRequest(request)
                .build();
        KafkaSettings kafka = KafkaSettings.from(cluster.kafkaEnvironment());
        try (TopicRecords<VideoFailed> topic = TopicRecords.connect(kafka, Topics.VIDEO_FAILED)) {
            topic.write(videoId, failed);
        }
    }

    private HttpServer receiver(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static IngestService started(Cluster cluster, Path state) {
        Map<String, String> environment = new HashMap<>(cluster.kafkaEnvironment());
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("ADMIN_PORT", "-1");
        environment.put("STATE_DIR", state.toString());
        environment.put("WEBHOOKS", "any");
        IngestService ingest = IngestService.of(IngestConfig.from(environment));
        ingest.start();
        await().atMost(PATIENCE).until(() -> ingest.notReadyBecause().isEmpty());
        return ingest;
    }

    private static Invocation webhook(Cluster cluster, String... arguments) {
        List<String> line = new ArrayList<>(List.of("webhook"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--bootstrap-servers", cluster.bootstrapServers(), "--registry", cluster.registryUrl()));
        return Invocation.of(line.toArray(String[]::new));
    }
}
