package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.video.Events;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page of another site can have a browser send, where requests show no tokens. PORT is the service's own. */
@Timeout(60)
class SameSiteTest {

    private final InMemoryVideos videos = new InMemoryVideos();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /videos               | Host: localhost:PORT                                            | 200",
                "GET /videos               | Host: 127.0.0.1:PORT                                            | 200",
                "GET /videos               | Host: [::1]:PORT                                                | 200",
                "GET /videos               | Host: evil.example:PORT                                         | 421",
                "GET /openapi.yaml         | Host: evil.example:PORT                                         | 421",
                "GET /videos               | Host: localhost.evil.example:PORT                               | 421",
                "GET /videos               | Host: evil.example:PORT~Authorization: Bearer x                 | 421",
                "DELETE /videos/v          | Host: localhost:PORT                                            | 404",
                "DELETE /videos/v          | Host: localhost:PORT~Origin: http://localhost:PORT              | 404",
                "DELETE /videos/v          | Host: localhost:PORT~Origin: http://evil.example                | 403",
                "DELETE /videos/v          | Host: localhost:PORT~Origin: null                               | 403",
                "DELETE /videos/v          | Host: localhost:PORT~Origin: http://localhost:1                 | 403",
                "POST /videos/v/replay     | Host: localhost:PORT                                            | 415",
                "POST /videos/v/replay     | Host: localhost:PORT~Content-Type: text/plain                   | 415",
                "POST /videos/v/replay     | Host: localhost:PORT~Content-Type: application/json             | 404",
            })
    void onlyThisMachinesOwnRequestsAreServed(String call, String headers, int status) throws IOException {
        try (ApiServer server = server(Admission.ANYBODY_HERE)) {
            assertThat(ask(server.port(), call, headers)).startsWith("HTTP/1.1 " + status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /videos               | Host: dashline.example                                          | 200",
                "DELETE /videos/v          | Host: dashline.example~Origin: https://dashline.example         | 404",
                "DELETE /videos/v          | Host: dashline.example~Origin: https://evil.example             | 403",
            })
    void whereTheWholeNetworkIsLetInOtherSitesAreNot(String call, String headers, int status) throws IOException {
        try (ApiServer server = server(Admission.ANYBODY)) {
            assertThat(ask(server.port(), call, headers)).startsWith("HTTP/1.1 " + status);
        }
    }

    private ApiServer server(Admission admission) {
        ApiServer server = new ApiServer(
                new ApiSettings("127.0.0.1", 0, 1_024, Duration.ofSeconds(5), 4),
                admission,
                List.of(videos.api(new ManualClock(Events.T0))),
                new SimpleMeterRegistry(),
                Map.of());
        server.start();
        return server;
    }

    /** Sends headers as they are, which HTTP clients do not. */
    private static String ask(int port, String call, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String lines = headers.strip().replace("~", "\r\n").replace("PORT", Integer.toString(port));
            String request =
                    call.strip() + " HTTP/1.1\r\n" + lines + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
