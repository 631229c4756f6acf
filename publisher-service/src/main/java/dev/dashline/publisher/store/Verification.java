package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares every object of an inventory with what the store has. Stops at the first that is wrong. Where the store
 * tells many checksums by one call it asks for pages of them, since a video of ten hours has 54,000 objects.
 *
 * @param retries repeats calls while the store is unavailable
 * @param checks looks at single objects
 */
record Verification(ObjectStore store, Retries retries, StoreWork checks) {

    void check(PublicationOrder order, AttemptLayout attempt, Inventory inventory) throws InterruptedException {
        if (inventory.objects().isEmpty()) {
            throw OrderRefusedException.because(FailureCode.OUTPUT_INVALID, "The inventory lists no object.");
        }
        for (Entry entry : inventory.objects()) {
            if (!attempt.holds(entry.uri())) {
                throw OrderRefusedException.because(
                        FailureCode.OUTPUT_INVALID, entry.uri() + " is not where this attempt's output belongs.");
            }
        }
        if (store.listsChecksums(attempt.published())) {
            Map<URI, StoredObject> there = retries.call(order, () -> all(attempt.published()));
            for (Entry entry : inventory.objects()) {
                compare(entry, Optional.ofNullable(there.get(entry.uri())));
            }
        } else {
            checks.forEach(
                    inventory.objects().iterator(),
                    entry -> compare(entry, retries.call(order, () -> store.stat(entry.uri()))));
        }
    }

    private Map<URI, StoredObject> all(URI folder) {
        Map<URI, StoredObject> all = new HashMap<>();
        try (Stream<StoredObject> objects = store.list(folder)) {
            objects.forEach(object -> all.put(object.uri(), object));
        }
        return all;
    }

    private static void compare(Entry entry, Optional<StoredObject> found) {
        StoredObject there = found.orElseThrow(() -> OrderRefusedException.because(
                FailureCode.OUTPUT_INVALID, entry.uri() + " was written, but is not there."));
        if (there.size() != entry.size() || !there.crc32c().equals(entry.crc32c())) {
            throw OrderRefusedException.because(
                    FailureCode.OUTPUT_INVALID,
                    entry.uri() + " has " + there.size() + " bytes and crc32c " + there.crc32c() + ", not "
                            + entry.size() + " and " + entry.crc32c() + " as measured.");
        }
    }
}
