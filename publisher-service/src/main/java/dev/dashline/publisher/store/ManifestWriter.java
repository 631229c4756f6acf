package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.Order;
import dev.dashline.publisher.store.PublicFiles.PublicFile;
import dev.dashline.runtime.store.Crc32c;
import dev.dashline.runtime.store.ObjectAttributes;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.Precondition;
import dev.dashline.runtime.store.StoreException;
import dev.dashline.runtime.store.StoreException.Reason;
import dev.dashline.runtime.store.StoredObject;
import dev.dashline.schemas.FailureCode;
import java.time.Clock;
import java.util.Optional;

/** Makes staged files public and takes them back, each with a precondition, so that publishers that race cannot undo each other's work. */
record ManifestWriter(ObjectStore store, Clock clock) {

    private static final int RACES = 3;

    /** Makes a file public unless it is already, or it is too late, or a later attempt's is there. */
    void publish(Order order, PublicFile file, byte[] content) {
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
                Precondition precondition = there.map(StoredObject::generation)
                        .map(Precondition::generationMatches)
                        .orElseGet(Precondition::absent);
                store.write(file.target(), content, precondition, ObjectAttributes.replaceable(file.contentType()));
                return;
            } catch (StoreException e) {
                if (e.reason() != Reason.PRECONDITION_FAILED || race >= RACES) {
                    throw e;
                }
            }
        }
    }

    /** Takes a public file back if it is this attempt's: what was public before is again, if something was. */
    void withdraw(Order order, PublicFile file) {
        Optional<StoredObject> there = store.stat(file.target());
        for (int race = 1; there.isPresent() && attemptOf(there.get()) == order.attempt(); race++) {
            if (takeBack(order, file, there.get())) {
                return;
            }
            there = store.stat(file.target());
            if (race >= RACES) {
                throw new StoreException(
                        Reason.PRECONDITION_FAILED, file.target(), file.target() + " changes all the time", null);
            }
        }
    }

    private boolean takeBack(Order order, PublicFile file, StoredObject there) {
        Optional<StoredObject> before =
                order.publishedBefore() == 0 ? Optional.empty() : store.stat(file.stagedBy(order.publishedBefore()));
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
    private void refuseIfLater(Order order, StoredObject there) {
        int visible = attemptOf(there);
        if (visible > order.attempt()) {
            throw Unpublishable.because(FailureCode.SUPERSEDED, "Attempt " + visible + " is public already.");
        }
    }

    private int attemptOf(StoredObject there) {
        return new VisibleAttempt(store).of(there);
    }
}
