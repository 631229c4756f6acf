package dev.dashline.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.runtime.FakeService;
import dev.dashline.runtime.HttpServerProperties;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    static {
        HttpServerProperties.set(); // as a process does at its start
    }

    private final FakeService service = new FakeService();
    private final Metrics metrics = new Metrics();
    private final AdminServer server = started(0, service, metrics);

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    @Test
    void isLiveAndReadyWhenNothingIsWrong() throws Exception {
        assertAnswer("/health/live", 200, "live\n");
        assertAnswer("/health/ready", 200, "ready\n");
    }

    @Test
    void saysWhyItIsNotReady() throws Exception {
        service.reason = "streams: REBALANCING";

        assertAnswer("/health/ready", 503, "streams: REBALANCING\n");
        assertAnswer("/health/live", 200, "live\n");
    }

    @Test
    void isNeitherLiveNorReadyAfterAFatalError() throws Exception {
        service.fault = new IllegalStateException("broken");

        assertAnswer("/health/live", 503, "java.lang.IllegalStateException: broken\n");
        assertAnswer("/health/ready", 503, "java.lang.IllegalStateException: broken\n");
    }

    @Test
    void answersForAServiceThatThrows() throws Exception {
        FakeService broken = new FakeService() {
            @Override
            public Optional<String> notReadyBecause() {
                throw new IllegalStateException("half built");
            }
        };
        try (AdminServer other = started(0, broken, metrics)) {
            assertThat(send(other, "GET", "/health/ready").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void showsMetersInPrometheusFormat() throws Exception {
        metrics.bindJvm();
        metrics.registry().counter("dashline.tasks", "kind", "ANALYZE").increment();

        HttpResponse<String> scraped = send(server, "GET", "/metrics");

        assertThat(scraped.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(scraped.body())
                .contains("dashline_tasks_total{kind=\"ANALYZE\"} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(send(server, "GET", "/health/readyz").statusCode()).isEqualTo(404);
        assertThat(send(server, "GET", "/").statusCode()).isEqualTo(404);
        assertThat(send(server, "POST", "/health/live").statusCode()).isEqualTo(405);
        HttpResponse<String> head = send(server, "HEAD", "/health/live");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void showsMetricsToThisMachineOrToWhoHasTheTokenOrWhereTheNetworkGuardsThem() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetAddress there = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        MetricsAccess closed = MetricsAccess.THIS_MACHINE;
        MetricsAccess keyed = new MetricsAccess(false, Optional.of("secret"));

        assertThat(closed.allows(here, "localhost:9101", null)).isTrue();
        assertThat(closed.allows(here, "[::1]:9101", null)).isTrue();
        assertThat(closed.allows(here, "evil.example:9101", null)).isFalse();
        assertThat(closed.allows(there, "localhost:9101", "Bearer none")).isFalse();
        assertThat(keyed.allows(there, "ingest:9101", "Bearer secret")).isTrue();
        assertThat(keyed.allows(there, "ingest:9101", "Bearer secret2")).isFalse();
        assertThat(keyed.allows(there, "ingest:9101", null)).isFalse();
        assertThat(new MetricsAccess(true, Optional.empty()).allows(there, "ingest:9101", null))
                .isTrue();
    }

    @Test
    void namesAPortThatIsTaken() {
        assertThatThrownBy(() -> started(server.port(), service, metrics))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on port " + server.port());
    }

    private static AdminServer started(int port, Service service, Metrics metrics) {
        AdminServer server = AdminServer.on(
                port,
                service,
                metrics,
                MetricsAccess.THIS_MACHINE,
                new Supervisor(metrics.registry()).pool("admin", 2));
        server.start();
        return server;
    }

    private void assertAnswer(String path, int status, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(server, "GET", path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
    }

    private static HttpResponse<String> send(AdminServer to, String method, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + to.port() + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
