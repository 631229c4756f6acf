package dev.dashline.publisher.store;

import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.log.LogContext;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import java.net.URI;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes into an object store. Compares every object with the inventory, then writes the HLS playlist and last, as
 * the single commit point, the MPD. The publisher is warm once the store has answered.
 */
final class ObjectStorePublisher implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(ObjectStorePublisher.class);

    private final ManifestWriter writer;
    private final StorageLayout layout;
    private final Retries retries;
    private final Verification verification;

    ObjectStorePublisher(ManifestWriter writer, StorageLayout layout, Retries retries, StoreWork checks) {
        this.writer = writer;
        this.layout = layout;
        this.retries = retries;
        this.verification = new Verification(writer.store(), retries, checks);
    }

    @Override
    public void start() {
        // Opens the connection and checks the credentials. Whether the object exists does not matter.
        var unused = writer.store().stat(layout.probe());
    }

    @Override
    public PublishOutcome publish(PublicationOrder order) throws InterruptedException {
        try (LogContext ignored = LogContext.of(order.videoId(), order.attempt())) {
            return published(order);
        }
    }

    @Override
    public void close() {
        // The service owns the store and closes it.
    }

    private PublishOutcome published(PublicationOrder order) throws InterruptedException {
        try {
            return new PublishOutcome.Done(makePublic(order));
        } catch (OrderRefusedException e) {
            return refused(e);
        } catch (StoreException e) {
            return e.reason() == Reason.UNAVAILABLE ? postponed(e) : refused(OrderRefusedException.because(e));
        }
    }

    private Instant makePublic(PublicationOrder order) throws InterruptedException {
        PublicFiles files = PublicFiles.of(order, layout);
        AttemptLayout attempt = layout.attempt(order.videoId(), order.attempt());
        StagedObjects staged = new StagedObjects(writer.store());
        Inventory inventory = retries.call(
                order,
                () -> staged.inventory(
                        URI.create(order.encoded().getInventory()),
                        order.encoded().getInventoryCrc32c()));
        verification.check(order, attempt, inventory);
        byte[] master =
                retries.call(order, () -> staged.read(URI.create(order.encoded().getMasterPlaylist())));
        byte[] manifest =
                retries.call(order, () -> staged.read(URI.create(order.encoded().getManifest())));
        retries.call(order, () -> {
            writer.publish(order, files.masterPlaylist(), master);
            return true;
        });
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        retries.call(order, () -> {
            writer.publish(order, files.manifest(), manifest);
            return true;
        });
        PausePoint.PUBLISHED.reach();
        Instant publishedAt = writer.clock().instant();
        log.atInfo().addKeyValue("objects", inventory.objects().size()).log("published");
        return publishedAt;
    }

    private static PublishOutcome postponed(StoreException why) {
        log.atWarn().addKeyValue("reason", why.getMessage()).log("store not available, publication postponed");
        return new PublishOutcome.Postponed();
    }

    /**
     * Does not withdraw files that are already public, since only the arbiter knows whether the attempt counts as
     * published.
     */
    private static PublishOutcome refused(OrderRefusedException why) {
        log.atWarn().addKeyValue("reason", why.getMessage()).log("not published");
        return new PublishOutcome.Refused(why.failure());
    }
}
