package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.store.PublicFiles.PublicFile;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Publishes staged files and withdraws published ones. Each write has a precondition, so publishers that race cannot
 * undo each other's work.
 *
 * @param visible tells which attempt a public file belongs to
 * @param writers runs the writes that publish files, on threads that are never interrupted
 */
record ManifestWriter(ObjectStore store, VisibleAttempt visible, Clock clock, Executor writers) {

    private static final int RACES = 3;

    /**
     * Publishes a file, unless it already is public with this content.
     *
     * @throws OrderRefusedException if the deadline has passed, or if a later attempt is public
     */
    void publish(PublicationOrder order, PublicFile file, byte[] content) {
        String crc32c = Crc32c.of(content);
        for (int race = 1; ; race++) {
            Optional<StoredObject> there = store.stat(file.uri());
            if (there.isPresent()
                    && there.get().crc32c().equals(crc32c)
                    && there.get().size() == content.length) {
                return;
            }
            there.ifPresent(object -> refuseIfLater(order, object));
            if (order.isLate(clock.instant())) {
                throw OrderRefusedException.late(order);
            }
            try {
                write(
                        file,
                        content,
                        there.map(StoredObject::generation)
                                .map(Precondition::generationMatches)
                                .orElseGet(Precondition::absent));
                return;
            } catch (StoreException e) {
                if (e.reason() != Reason.PRECONDITION_FAILED || race >= RACES) {
                    throw e;
                }
            }
        }
    }

    /** Waits for the write even if interrupted, since an abandoned write could take effect after a withdrawal. */
    private void write(PublicFile file, byte[] content, Precondition precondition) {
        ObjectAttributes attributes = attributes(file.target());
        try {
            CompletableFuture.runAsync(() -> store.write(file.uri(), content, precondition, attributes), writers)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException explained ? explained : e;
        }
    }

    /**
     * Withdraws a public file if it belongs to this attempt, and restores that of the attempt published before.
     *
     * @param publishedBefore the attempt published before; 0 for none, in which case the file is removed
     */
    void withdraw(int attempt, int publishedBefore, PublicFile file) {
        Optional<StoredObject> there = store.stat(file.uri());
        for (int race = 1; there.isPresent() && visible.of(there.get()) == attempt; race++) {
            if (takeBack(publishedBefore, file, there.get())) {
                return;
            }
            there = store.stat(file.uri());
            if (race >= RACES) {
                throw new StoreException(
                        Reason.PRECONDITION_FAILED,
                        file.uri(),
                        file.uri() + " was changed by others three times in a row",
                        null);
            }
        }
    }

    private boolean takeBack(int publishedBefore, PublicFile file, StoredObject there) {
        Optional<StoredObject> before = publishedBefore == 0
                ? Optional.empty()
                : store.stat(file.staged().apply(publishedBefore));
        if (before.isEmpty()) {
            return store.delete(file.uri(), there.generation());
        }
        byte[] content = new StagedObjects(store).read(before.get().uri());
        try {
            store.write(
                    file.uri(), content, Precondition.generationMatches(there.generation()), attributes(file.target()));
            return true;
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
            return false;
        }
    }

    /** A publisher with an outdated order must not undo a replay. */
    private void refuseIfLater(PublicationOrder order, StoredObject there) {
        int later = visible.of(there);
        if (later > order.attempt()) {
            throw OrderRefusedException.because(FailureCode.SUPERSEDED, "Attempt " + later + " is public already.");
        }
    }

    private static ObjectAttributes attributes(ObjectTarget target) {
        return new ObjectAttributes(target.mediaType(), target.cacheControl());
    }
}
