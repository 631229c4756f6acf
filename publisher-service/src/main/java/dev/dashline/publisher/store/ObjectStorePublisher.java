package dev.dashline.publisher.store;

import dev.dashline.publisher.pool.PublishOutcome;
import dev.dashline.publisher.pool.Publisher;
import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.runtime.faults.PausePoint;
import dev.dashline.runtime.log.LogContext;
import dev.dashline.store.StoreException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes into an object store: checks that everything the manifests refer to is there as it was measured, writes the HLS playlist,
 * and then, as the one commit point, the MPD. Warm means that the store has answered once.
 */
final class ObjectStorePublisher implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(ObjectStorePublisher.class);

    private final ManifestWriter writer;
    private final URI output;
    private final Retries retries;
    private final Verification verification;

    ObjectStorePublisher(ManifestWriter writer, URI output, Retries retries, ExecutorService threads) {
        this.writer = writer;
        this.output = output;
        this.retries = retries;
        this.verification = new Verification(new StagedObjects(writer.store()), retries, threads);
    }

    @Override
    public void start() {
        // Whether anything is there does not matter: now there is a connection, and the credentials were good.
        var unused = writer.store().stat(output.resolve("manifest.mpd"));
    }

    @Override
    public PublishOutcome publish(PublicationOrder order) throws InterruptedException {
        try (LogContext ignored = LogContext.of(order.videoId(), order.attempt())) {
            return published(order);
        }
    }

    @Override
    public void close() {
        // The store belongs to the service.
    }

    private PublishOutcome published(PublicationOrder order) throws InterruptedException {
        try {
            return new PublishOutcome.Done(makePublic(order));
        } catch (Unpublishable e) {
            return refused(e);
        } catch (StoreException e) {
            return refused(Unpublishable.because(e));
        }
    }

    private Instant makePublic(PublicationOrder order) throws InterruptedException {
        PublicFiles files = PublicFiles.of(order, output);
        StagedObjects staged = verification.staged();
        Inventory inventory = retries.call(
                order,
                () -> staged.inventory(
                        URI.create(order.encoded().getInventory()),
                        order.encoded().getInventoryCrc32c()));
        verification.check(order, files, inventory);
        byte[] master =
                retries.call(order, () -> staged.read(files.masterPlaylist().staged()));
        byte[] manifest = retries.call(order, () -> staged.read(files.manifest().staged()));
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

    /** What it has begun stays as it is: whether that is to be taken back the arbiter knows, who may have heard of it as published. */
    private static PublishOutcome refused(Unpublishable why) {
        log.atWarn().addKeyValue("reason", why.getMessage()).log("not published");
        return new PublishOutcome.Refused(why.failure());
    }
}
