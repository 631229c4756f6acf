package dev.dashline.cli.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dashline.cli.Invocation;
import dev.dashline.cli.base.CliException;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.ingest.access.ApiKeys;
import dev.dashline.testsupport.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from their making to the moment when they open nothing any more. */
class KeyCommandsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aKeyOpensTheApiUntilItIsRevoked(@TempDir Path state) throws Exception {
        try (Cluster cluster = Cluster.start();
                IngestService ingest = IngestService.of(IngestConfig.from(environment(cluster, state)))) {
            ingest.start();
            await().atMost(PATIENCE).until(() -> ingest.notReadyBecause().isEmpty());
            assertThat(get(ingest, "dashline_0123456789abcdef_" + "A".repeat(43)))
                    .isEqualTo(401);

            Invocation made = key(cluster, "create", "news desk", "--tenant", "news", "--role", "view");
            String token = made.out().strip();
            String id = token.split("_", -1)[1];
            await().atMost(ApiKeys.REVOKED_WITHIN).until(() -> get(ingest, token) == 200);
            assertThat(made.err()).contains(id, "tenant news: view").doesNotContain(token);

            Invocation list = key(cluster, "list");
            assertThat(list.out().lines())
                    .singleElement()
                    .asString()
                    .startsWith(id + "  news desk  news  view  since ");
            assertThat(list.out()).doesNotContain(token.substring(token.length() - 43), "revoked");

            assertThat(key(cluster, "revoke", id).exitCode()).isZero();
            await().atMost(ApiKeys.REVOKED_WITHIN).until(() -> get(ingest, token) == 401);
            assertThat(key(cluster, "list").out()).contains("revoked");
            assertThat(key(cluster, "revoke", "0123456789abcdef").exitCode()).isEqualTo(CliException.FAILED);
        }
    }

    private static Map<String, String> environment(Cluster cluster, Path state) {
        Map<String, String> environment = new HashMap<>(cluster.kafkaEnvironment());
        environment.put("HOST", "127.0.0.1");
        environment.put("PORT", "0");
        environment.put("ADMIN_PORT", "-1");
        environment.put("STATE_DIR", state.toString());
        return environment;
    }

    private static Invocation key(Cluster cluster, String... arguments) {
        List<String> line = new ArrayList<>(List.of("key"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--bootstrap-servers", cluster.bootstrapServers(), "--registry", cluster.registryUrl()));
        return Invocation.of(line.toArray(String[]::new));
    }

    private int get(IngestService ingest, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.port() + "/videos"))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }
}
