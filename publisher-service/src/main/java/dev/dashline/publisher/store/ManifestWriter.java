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
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

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
            there.ifPresent(object -> refuseIfLater(order, file, object));
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

    /** Removes a public file if it is this attempt's. */
    void withdraw(PublicFile file) {
        Optional<StoredObject> staged = store.stat(file.staged());
        Optional<StoredObject> there = store.stat(file.target());
        for (int race = 1; there.isPresent() && staged.isPresent() && sameContent(there.get(), staged.get()); race++) {
            if (store.delete(file.target(), there.get().generation())) {
                return;
            }
            there = store.stat(file.target());
            if (race >= RACES) {
                throw new StoreException(
                        Reason.PRECONDITION_FAILED, file.target(), file.target() + " changes all the time", null);
            }
        }
    }

    /** What is there may be replaced by what came later, and by nothing else: a zombie must not undo a replay. */
    private void refuseIfLater(Order order, PublicFile file, StoredObject there) {
        URI attempts = file.staged().resolve("../");
        try (Stream<StoredObject> staged = store.list(attempts)) {
            staged.filter(object -> sameContent(object, there))
                    .filter(object -> attempt(attempts, object.uri()) > order.attempt())
                    .findAny()
                    .ifPresent(later -> {
                        throw Unpublishable.because(
                                FailureCode.SUPERSEDED,
                                "Attempt " + attempt(attempts, later.uri()) + " is public already.");
                    });
        }
    }

    private static int attempt(URI attempts, URI staged) {
        String rest = staged.getPath().substring(attempts.getPath().length());
        String first = rest.substring(0, Math.max(rest.indexOf('/'), 0));
        return first.matches("\\d{1,9}") ? Integer.parseInt(first) : 0;
    }

    private static boolean sameContent(StoredObject one, StoredObject other) {
        return one.size() == other.size() && one.crc32c().equals(other.crc32c());
    }
}
