package dev.dashline.store.gcs;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Stores that talk to an emulator. */
final class TestStores {

    private TestStores() {}

    static GcsObjectStore open(URI emulator, Duration retryFor) {
        return GcsObjectStore.open(new GcsOptions(Optional.of(emulator), retryFor), Executors.newCachedThreadPool());
    }
}
