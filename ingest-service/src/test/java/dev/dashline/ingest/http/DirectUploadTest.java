package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.store.file.FileObjectStore;
import dev.dashline.store.gcs.GcsObjectStore;
import dev.dashline.store.gcs.GcsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads into a bucket. */
@Timeout(60)
class DirectUploadTest {

    private static final GcsEmulator EMULATOR = GcsEmulator.start().withBucket("private");
    private static final GcsObjectStore STORE = GcsObjectStore.open(
            new GcsOptions(Optional.of(EMULATOR.url()), Duration.ofSeconds(20)), Executors.newCachedThreadPool());

    private final UploadReplicas replicas = new UploadReplicas(STORE, URI.create("gs://private/uploads/"));

    @AfterAll
    static void close() {
        STORE.close();
        EMULATOR.close();
    }

    @AfterEach
    void stop() {
        replicas.close();
    }

    private Answer direct(UploadReplicas at, String body) {
        return at.send(
                at.one, "news", "POST", "/uploads/direct", body.getBytes(UTF_8), "Content-Type", "application/json");
    }

    private Answer finish(String path) {
        return replicas.send(replicas.other, "news", "POST", path, new byte[0], "Content-Type", "application/json");
    }

    private static int put(URI session, byte[] content) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(session)
                                .PUT(BodyPublishers.ofByteArray(content))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void goesStraightToTheBucketAndIsRequestedAtItsEnd() throws Exception {
        Answer created = direct(replicas, "{\"size\": 5, \"filename\": \"a.mp4\", \"request\": {\"title\": \"Mine\"}}");
        assertThat(created.status()).isEqualTo(201);
        Answer early = finish(created.text("finish"));
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text("type")).endsWith(":upload-unfinished");
        assertThat(replicas.patch(replicas.one, created.header("Location"), 0, "hello".getBytes(UTF_8))
                        .text("detail"))
                .contains("session");

        assertThat(put(URI.create(created.text("session")), "hello".getBytes(UTF_8)))
                .isEqualTo(200);
        Answer finished = finish(created.text("finish"));

        assertThat(finished.status()).isEqualTo(200);
        var request = Objects.requireNonNull(replicas.videos.statuses.get(finished.text("video")))
                .getRequest()
                .orElseThrow();
        assertThat(request.getTitle()).contains("Mine");
        assertThat(request.getSource()).isEqualTo("gs://private/uploads/news/" + created.text("id") + "/source");
        assertThat(finish(created.text("finish")).text("video")).isEqualTo(finished.text("video"));
    }

    @Test
    void partsOfTusAreOneObjectAtTheEnd() {
        byte[] content = new byte[17 << 20];
        new Random(3).nextBytes(content);
        String path = replicas.create(content.length, "Upload-Metadata", UploadReplicas.request("{}"));
        int half = content.length / 2;
        replicas.patch(replicas.one, path, 0, Arrays.copyOf(content, half));
        Answer last = replicas.patch(replicas.other, path, half, Arrays.copyOfRange(content, half, content.length));

        assertThat(last.status()).isEqualTo(204);
        URI source = URI.create("gs://private/uploads/news/" + path.substring("/uploads/".length()) + "/source");
        assertThat(STORE.readAll(source, STORE.stat(source).orElseThrow().generation()))
                .isEqualTo(content);
        assertThat(EMULATOR.writes("private", source.getPath().substring(1))).hasSize(1);
    }

    @Test
    void refusesWhatCannotBe(@TempDir Path folder) {
        for (String body : new String[] {"{}", "{\"size\": -1}", "{\"size\": 1.5}", "{\"size\": 1, \"request\": 2}"}) {
            assertThat(direct(replicas, body).status()).as(body).isEqualTo(400);
        }
        assertThat(direct(replicas, "{\"size\": 1, \"request\": {\"profile\": 3}}")
                        .status())
                .isEqualTo(400);
        try (UploadReplicas files =
                new UploadReplicas(new FileObjectStore(), URI.create(folder.toUri() + "uploads/"))) {
            Answer none = direct(files, "{\"size\": 5}");
            assertThat(none.status()).isEqualTo(501);
            assertThat(none.text("detail")).contains("gs:", "/uploads");
        }
    }
}
