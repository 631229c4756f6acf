package dev.dashline.store.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectStoreContract;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GcsObjectStoreTest extends ObjectStoreContract {

    private static final GcsEmulator EMULATOR = GcsEmulator.start().withBucket("videos");
    private static final GcsObjectStore STORE = TestStores.open(EMULATOR.url(), Duration.ofSeconds(60));

    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes("video/mp4", "no-store");

    private final URI root = URI.create("gs://videos/" + UUID.randomUUID() + "/");

    @AfterAll
    static void close() {
        STORE.close();
        EMULATOR.close();
    }

    @Override
    public ObjectStore store() {
        return STORE;
    }

    @Override
    public URI root() {
        return root;
    }

    @Test
    void opensASessionThatTakesContentFromSomebodyWithoutCredentials() throws Exception {
        byte[] content = "straight to the bucket".getBytes(UTF_8);
        URI object = object("direct");
        URI session = STORE.openSession(object, content.length, ATTRIBUTES, Optional.of("https://videos.example"))
                .orElseThrow();

        assertThat(put(session, Arrays.copyOf(content, 5))).isEqualTo(400);
        assertThat(STORE.stat(object)).isEmpty();
        assertThat(put(session, content)).isEqualTo(200);

        StoredObject stored = STORE.stat(object).orElseThrow();
        assertThat(STORE.readAll(object, stored.generation())).isEqualTo(content);
        assertFails(Reason.PRECONDITION_FAILED, () -> STORE.openSession(object, 5, ATTRIBUTES, Optional.empty()));
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
}
