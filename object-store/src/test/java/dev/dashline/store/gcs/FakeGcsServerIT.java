package dev.dashline.store.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectStoreContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on an emulator that is not ours. */
@EnabledIfSystemProperty(
        named = "dashline.cluster",
        matches = "containers",
        disabledReason = "needs Docker and its images: -Ddashline.cluster=containers")
class FakeGcsServerIT extends ObjectStoreContract {

    private static final int PORT = 4443;
    private static final GenericContainer<?> SERVER =
            new GenericContainer<>(DockerImageName.parse("fsouza/fake-gcs-server:1.52.2"));

    private final URI root = URI.create("gs://videos/" + UUID.randomUUID() + "/");
    private final ObjectStore store = TestStores.open(url(), Duration.ofSeconds(60));

    @BeforeAll
    static void start() throws Exception {
        SERVER.withExposedPorts(PORT)
                .withCreateContainerCmdModifier(command ->
                        command.withEntrypoint("/bin/fake-gcs-server", "-scheme", "http", "-backend", "memory"))
                .start();
        // Where resumable uploads go on: known only now.
        send("PUT", "/_internal/config", "{\"externalUrl\":\"" + url() + "\"}");
        send("POST", "/storage/v1/b?project=test", "{\"name\":\"videos\"}");
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private static URI url() {
        return URI.create("http://" + SERVER.getHost() + ":" + SERVER.getMappedPort(PORT));
    }

    private static void send(String method, String target, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + target))
                .method(method, BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public URI root() {
        return root;
    }
}
