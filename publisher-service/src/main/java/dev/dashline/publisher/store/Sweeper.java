package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import java.net.URI;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the leftovers of attempts that have ended. For a published attempt it removes only the parts: the staged
 * manifests are needed to restore the attempt if a later one is withdrawn. Of every attempt the timeline stays, since
 * people look at it.
 */
record Sweeper(ManifestWriter writer, StorageLayout layout, StoreWork deletes) {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    /** If this is interrupted, the next sweep removes the rest. */
    void sweep(SweepOrder left) throws InterruptedException {
        AttemptLayout attempt = layout.attempt(left.videoId(), left.attempt());
        if (left.published()) {
            remove(left, attempt.parts(), object -> true);
        } else {
            // The arbiter has already withdrawn the attempt. Withdraw again to be sure, since its objects are about to
            // be removed.
            new PublicFiles(layout, left.videoId())
                    .all()
                    .forEach(file -> writer.withdraw(left.attempt(), left.publishedBefore(), file));
            remove(left, attempt.published(), object -> true);
            remove(
                    left,
                    attempt.staged(),
                    object -> !object.equals(attempt.timeline().uri()));
        }
    }

    private void remove(SweepOrder left, URI folder, Predicate<URI> unwanted) throws InterruptedException {
        ObjectStore store = writer.store();
        LongAdder removed = new LongAdder();
        try (Stream<ObjectVersion> objects = store.versions(folder)) {
            Iterator<ObjectVersion> leftovers =
                    objects.filter(object -> unwanted.test(object.uri())).iterator();
            deletes.forEach(leftovers, object -> {
                store.delete(object.uri(), object.generation());
                removed.increment();
            });
        }
        if (removed.sum() > 0) {
            log.atInfo()
                    .addKeyValue("videoId", left.videoId())
                    .addKeyValue("attempt", left.attempt())
                    .addKeyValue("objects", removed.sum())
                    .log("leftovers removed");
        }
    }
}
