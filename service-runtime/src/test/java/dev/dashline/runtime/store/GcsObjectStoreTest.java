package dev.dashline.runtime.store;

import dev.dashline.embedded.gcs.GcsEmulator;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;

class GcsObjectStoreTest extends ObjectStoreContract {

    private static final GcsEmulator EMULATOR = GcsEmulator.start().withBucket("videos");
    private static final GcsObjectStore STORE =
            GcsObjectStore.open(StoreConfig.unrestricted().withEmulator(EMULATOR.url()));

    private final URI root = URI.create("gs://videos/" + UUID.randomUUID() + "/");

    @AfterAll
    static void close() {
        STORE.close();
        EMULATOR.close();
    }

    @Override
    ObjectStore store() {
        return STORE;
    }

    @Override
    URI root() {
        return root;
    }
}
