package dev.dashline.store.gcs;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectStoreContract;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;

class GcsObjectStoreTest extends ObjectStoreContract {

    private static final GcsEmulator EMULATOR = GcsEmulator.start().withBucket("videos");
    private static final GcsObjectStore STORE = TestStores.open(EMULATOR.url(), Duration.ofSeconds(60));

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
}
