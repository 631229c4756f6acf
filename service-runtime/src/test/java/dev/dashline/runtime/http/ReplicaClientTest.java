package dev.dashline.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.runtime.FakeService;
import dev.dashline.runtime.HttpServerProperties;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplicaClientTest {

    static {
        HttpServerProperties.set(); // as a process does at its start
    }

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final Metrics metrics = new Metrics();
    private final Supervisor supervisor = new Supervisor(metrics.registry());
    private final AdminServer server =
            AdminServer.on(0, new FakeService(), metrics, MetricsAccess.THIS_MACHINE, supervisor.pool("admin", 2));
    private final CountDownLatch end = new CountDownLatch(1);

    ReplicaClientTest() {
        server.answerReplicas(
                "/open",
                Optional.empty(),
                question -> Optional.of(("answer to " + new String(question, UTF_8)).getBytes(UTF_8)));
        server.answerReplicas("/silent", Optional.empty(), question -> Optional.of(new byte[0]));
        server.answerReplicas("/secret", Optional.of("s3cret"), question -> Optional.of(question));
        server.answerReplicas("/not-now", Optional.empty(), question -> Optional.empty());
        server.answerReplicas("/broken", Optional.empty(), question -> {
            throw new IllegalStateException("a bug");
        });
        server.answerReplicas("/never", Optional.empty(), question -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Optional.empty();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.close();
        supervisor.close();
        metrics.close();
    }

    @Test
    void getsAnAnswer() {
        assertThat(ask(client("none"), "/open")).isEqualTo("answer to question");
        assertThat(ask(client("none"), "/silent")).isEmpty();
    }

    @Test
    void getsOneOnlyForTheTokenWhereThereIsOne() {
        assertThat(ask(client("s3cret"), "/secret")).isEqualTo("question");
        refused(client("other"), "/secret", "401");
        refused(new ReplicaClient(Optional.empty(), WITHIN, supervisor.cached("replicas")), "/secret", "401");
    }

    @Test
    void saysThatThereIsNone() {
        refused(client("none"), "/not-now", "503");
        refused(client("none"), "/broken", "500");
        refused(client("none"), "/unknown", "405");
        refused(
                new ReplicaClient(Optional.empty(), Duration.ofMillis(50), supervisor.cached("replicas")),
                "/never",
                "");
    }

    @Test
    void findsNobodyAtAnAddressThatIsNone() {
        for (String address : new String[] {"no-such-host.invalid:1", "127.0.0.1:1", "not an address"}) {
            assertThat(client("none").ask(address, "/open", new byte[0]))
                    .as(address)
                    .failsWithin(WITHIN)
                    .withThrowableThat()
                    .withCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void isNotAPageToLookAt() throws Exception {
        URI page = URI.create("http://127.0.0.1:" + server.port() + "/open");
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    private ReplicaClient client(String token) {
        return new ReplicaClient(Optional.of(token), WITHIN, supervisor.cached("replicas"));
    }

    private String ask(ReplicaClient client, String path) {
        return new String(
                client.ask("127.0.0.1:" + server.port(), path, "question".getBytes(UTF_8))
                        .join(),
                UTF_8);
    }

    private void refused(ReplicaClient client, String path, String status) {
        assertThat(client.ask("127.0.0.1:" + server.port(), path, new byte[1]))
                .failsWithin(WITHIN)
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining(status);
    }
}
