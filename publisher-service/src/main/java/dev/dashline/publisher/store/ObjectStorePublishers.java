package dev.dashline.publisher.store;

import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.pool.PublisherKind;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.retry.Backoff;
import dev.dashline.schemas.storage.ManifestOwner;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * Creates publishers that write into one object store. They share its connections and the threads that check objects.
 */
public final class ObjectStorePublishers implements PublisherKind, AutoCloseable {

    private static final int TRIES = 5;
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(100), Duration.ofSeconds(1));

    private final StorageLayout layout;
    private final Clock clock;
    private final StoreWork checks;
    private final StoreWork deletes;
    private final ExecutorService writers;
    private final ManifestWriter writer;
    private final Sweeper sweeper;

    /** How many leftovers of an attempt are deleted at a time: 50,000 in a minute, if the store takes 36 ms for one. */
    private static final int DELETES = 48;

    /**
     * Makes them with threads of a service.
     *
     * @param store closed by the caller, after this
     * @param layout where the objects of attempts are, and where videos become public
     * @param parallelism how many objects are checked at a time
     */
    public static ObjectStorePublishers of(
            ObjectStore store, StorageLayout layout, Clock clock, int parallelism, Supervisor supervisor) {
        return new ObjectStorePublishers(
                store,
                layout,
                clock,
                new StoreWork(supervisor.pool("publisher-check", parallelism), parallelism),
                new StoreWork(supervisor.pool("publisher-delete", DELETES), DELETES),
                supervisor.cached("publisher-write"));
    }

    /**
     * @param checks checks objects; its threads are shut down with this
     * @param deletes deletes leftovers; its threads are shut down with this
     * @param writers write manifests; shut down with this
     */
    private ObjectStorePublishers(
            ObjectStore store,
            StorageLayout layout,
            Clock clock,
            StoreWork checks,
            StoreWork deletes,
            ExecutorService writers) {
        this.layout = layout;
        this.clock = clock;
        this.checks = checks;
        this.deletes = deletes;
        this.writers = writers;
        this.writer =
                new ManifestWriter(store, new VisibleAttempt(store, new ManifestOwner(layout.names())), clock, writers);
        this.sweeper = new Sweeper(writer, layout, deletes);
    }

    @Override
    public String name() {
        return "object-store";
    }

    @Override
    public Publisher create() {
        return new ObjectStorePublisher(writer, layout, new Retries(TRIES, BACKOFF, clock), checks);
    }

    @Override
    public boolean reusable() {
        return true;
    }

    @Override
    public void withdraw(WithdrawalOrder order) {
        new PublicFiles(layout, order.videoId())
                .all()
                .forEach(file -> writer.withdraw(order.attempt(), order.publishedBefore(), file));
    }

    @Override
    public void sweep(SweepOrder leftovers) throws InterruptedException {
        sweeper.sweep(leftovers);
    }

    @Override
    public void close() {
        checks.threads().shutdownNow();
        deletes.threads().shutdownNow();
        writers.shutdown();
    }
}
