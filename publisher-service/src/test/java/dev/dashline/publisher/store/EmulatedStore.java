package dev.dashline.publisher.store;

import dev.dashline.gcsemulator.GcsEmulator;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.schemas.storage.StorageRoots;
import dev.dashline.store.ObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Publishers that write into an emulator of Cloud Storage. */
final class EmulatedStore implements AutoCloseable {

    final GcsEmulator emulator = GcsEmulator.start().withBucket("videos");
    final ObjectStore store = StoreConfig.unrestricted()
            .withEmulator(emulator.url())
            .retryingFor(Duration.ofSeconds(15))
            .open(Executors::newCachedThreadPool);
    final StorageLayout layout = StorageLayout.standard(
            new StorageRoots(URI.create("gs://videos/out/"), URI.create("gs://videos/staging/")));
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    final ObjectStorePublishers publishers = ObjectStorePublishers.of(store, layout, Clock.systemUTC(), 4, supervisor);

    @Override
    public void close() {
        publishers.close();
        supervisor.close();
        store.close();
        emulator.close();
    }
}
