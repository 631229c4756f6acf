package dev.dashline.publisher.store;

import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.pool.PublisherKind;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
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
    private final ExecutorService checkers;
    private final ExecutorService writers;
    private final ManifestWriter writer;
    private final Sweeper sweeper;

    /**
     * @param store closed by the caller, after this
     * @param layout where the objects of attempts are, and where videos become public
     * @param checkers check objects, one at a time in each thread; shut down with this
     * @param writers write manifests; shut down with this
     */
    public ObjectStorePublishers(
            ObjectStore store, StorageLayout layout, Clock clock, ExecutorService checkers, ExecutorService writers) {
        this.layout = layout;
        this.clock = clock;
        this.checkers = checkers;
        this.writers = writers;
        this.writer =
                new ManifestWriter(store, new VisibleAttempt(store, new ManifestOwner(layout.names())), clock, writers);
        this.sweeper = new Sweeper(writer, layout);
    }

    @Override
    public String name() {
        return "object-store";
    }

    @Override
    public Publisher create() {
        return new ObjectStorePublisher(writer, layout, new Retries(TRIES, BACKOFF, clock), checkers);
    }

    @Override
    public boolean reusable() {
        return true;
    }

    @Override
    public void withdraw(PublicationOrder order) {
        PublicFiles.of(order, layout)
                .all()
                .forEach(file -> writer.withdraw(order.attempt(), order.publishedBefore(), file));
    }

    @Override
    public void sweep(SweepOrder leftovers) {
        sweeper.sweep(leftovers);
    }

    @Override
    public void close() {
        checkers.shutdownNow();
        writers.shutdown();
    }
}
