package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.store.PublicFiles.PublicFile;
import dev.dashline.schemas.FailureCode;
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
 * Makes staged files public and takes them back, each with a precondition, so that publishers that race cannot undo each other's work.
 *
 * @param writers where files are made public: a thread that nobody interrupts
 */
record ManifestWriter(ObjectStore store, Clock clock, Executor writers) {

    private static final int RACES = 3;

    /** Makes a file public unless it is already, or it is too late, or a later attempt's is there. */
    void publish(PublicationOrder order, PublicFile file, byte[] content) {
        String crc32c = Crc32c.of(content);
        for (int race = 1; ; race++) {
            Optional<StoredObject> there = store.stat(file.target());
            if (there.isPresent()
                    && there.get().crc32c().equals(crc32c)
                    && there.get().size() == content.length) {
                return;
            }
            there.ifPresent(object -> refuseIfLater(order, object));
            if (order.isLate(clock.instant())) {
                throw Unpublishable.late(order);
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

    /** Waits for the end of what it has begun, interrupted or not: a write that was given up could yet take effect, after a withdrawal. */
    private void write(PublicFile file, byte[] content, Precondition precondition) {
        ObjectAttributes attributes = ObjectAttributes.replaceable(file.contentType());
        try {
            CompletableFuture.runAsync(() -> store.write(file.target(), content, precondition, attributes), writers)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreException explained ? explained : e;
        }
    }

    /** Takes a public file back if it is this attempt's: what was public before is again, if something was. */
    void withdraw(int attempt, int publishedBefore, PublicFile file) {
        Optional<StoredObject> there = store.stat(file.target());
        for (int race = 1; there.isPresent() && attemptOf(there.get()) == attempt; race++) {
            if (takeBack(publishedBefore, file, there.get())) {
                return;
            }
            there = store.stat(file.target());
            if (race >= RACES) {
                throw new StoreException(
                        Reason.PRECONDITION_FAILED, file.target(), file.target() + " changes all the time", null);
            }
        }
    }

    private boolean takeBack(int publishedBefore, PublicFile file, StoredObject there) {
        Optional<StoredObject> before =
                publishedBefore == 0 ? Optional.empty() : store.stat(file.stagedBy(publishedBefore));
        if (before.isEmpty()) {
            return store.delete(file.target(), there.generation());
        }
        byte[] content = new StagedObjects(store).read(before.get().uri());
        try {
            store.write(
                    file.target(),
                    content,
                    Precondition.generationMatches(there.generation()),
                    ObjectAttributes.replaceable(file.contentType()));
            return true;
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
            return false;
        }
    }

    /** What is there may be replaced by what came later, and by nothing else: a zombie must not undo a replay. */
    private void refuseIfLater(PublicationOrder order, StoredObject there) {
        int visible = attemptOf(there);
        if (visible > order.attempt()) {
            throw Unpublishable.because(FailureCode.SUPERSEDED, "Attempt " + visible + " is public already.");
        }
    }

    private int attemptOf(StoredObject there) {
        return new VisibleAttempt(store).of(there);
    }
}
