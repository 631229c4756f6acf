package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.ingest.connection.ConnectionSettings;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.page.PageSettings;
import dev.dashline.ingest.video.Events;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What slow clients cost the others. */
@Timeout(120)
class SlowClientsTest {

    private static final int SLOW = 100;
    private static final String BODY = "{\"source\": \"gs://input/a.mp4\"}";

    private final InMemoryVideos videos = new InMemoryVideos();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        trickle.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aHundredClientsWhoseBodiesTrickleInTakeNoPlaceOfAnother() throws IOException {
        try (ApiServer server = server(Duration.ofSeconds(5), SLOW + 10)) {
            for (int i = 0; i < SLOW; i++) {
                Socket slow = connect(server);
                send(slow, head(999));
                var unused = trickle.scheduleAtFixedRate(() -> sendSpace(slow), 0, 1, TimeUnit.SECONDS);
            }
            ApiClient quick = new ApiClient(server.port());
            for (int i = 0; i < 50; i++) {
                assertThat(quick.post("/videos", BODY).status()).isEqualTo(202);
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(refused("too-slow")).isEqualTo(SLOW));
            assertThat(quick.post("/videos", BODY).status()).isEqualTo(202);
            assertThat(answer(sockets.get(0))).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void bodiesThatWaitForTheirEndHaveSoMuchMemoryTogetherAndNoMore() throws IOException {
        try (ApiServer server = server(Duration.ofSeconds(60), 10)) {
            Socket first = connect(server);
            send(first, head(1_024) + " ".repeat(1_000));
            Socket second = connect(server);
            send(second, head(1_024) + " ".repeat(1_000));
            Socket third = connect(server);
            send(third, head(1_024) + " ".repeat(1_000));

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(refused("too-many-requests")).isEqualTo(1));
            first.close();
            second.close();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(refused("broken-off")).isPositive());
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(new ApiClient(server.port())
                                    .post("/videos", BODY)
                                    .status())
                            .isEqualTo(202));
        }
    }

    @Test
    void aClientBeyondTheMostConnectionsWaitsUntilAnotherHasGone() throws IOException {
        try (ApiServer server = server(Duration.ofSeconds(60), 2)) {
            Socket idle = connect(server);
            Socket served = connect(server);
            send(served, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(answer(served)).startsWith("HTTP/1.1 200");
            Socket waiting = connect(server);
            send(waiting, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(waiting.getInputStream().available()).isZero();

            idle.close();

            assertThat(answer(waiting)).startsWith("HTTP/1.1 200");
        }
    }

    private ApiServer server(Duration bodyTimeout, int connections) {
        ApiServer server = new ApiServer(
                new ApiSettings(
                        "127.0.0.1",
                        0,
                        1_024,
                        bodyTimeout,
                        2,
                        new ConnectionSettings(connections),
                        PageSettings.WITHOUT_VIDEOS),
                Admission.ANYBODY_HERE,
                new Deployment(videos, new ManualClock(Events.T0)).operations(videos.api(new ManualClock(Events.T0))),
                meters,
                Map.of());
        server.start();
        return server;
    }

    private double refused(String reason) {
        return meters.find("dashline.ingest.rejected").tag("reason", reason).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private Socket connect(ApiServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    private static String head(int length) {
        return "POST /videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static void sendSpace(Socket socket) {
        try {
            send(socket, " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // and so ends the schedule
        }
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), US_ASCII);
    }
}
