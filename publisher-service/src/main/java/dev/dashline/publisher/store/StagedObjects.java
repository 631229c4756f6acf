package dev.dashline.publisher.store;

import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.storage.Inventory;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Reads objects of the store into memory and checks them. */
record StagedObjects(ObjectStore store) {

    private static final long LARGEST = 256L << 20;

    /** The whole content of a small object. */
    byte[] read(URI object) {
        StoredObject there = store.stat(object)
                .orElseThrow(() -> new StoreException(Reason.NOT_FOUND, object, object + " is not there", null));
        return read(there);
    }

    /** The whole content of a small object, in the generation that {@link ObjectStore#stat} returned. */
    byte[] read(StoredObject there) {
        URI object = there.uri();
        if (there.size() > LARGEST) {
            throw OrderRefusedException.because(
                    FailureCode.OUTPUT_INVALID,
                    object + " has " + there.size() + " bytes, more than the limit of " + LARGEST + ".");
        }
        try (InputStream in = store.read(object, there.generation(), 0, there.size())) {
            byte[] content = in.readAllBytes();
            if (!Crc32c.of(content).equals(there.crc32c())) {
                throw new StoreException(Reason.UNAVAILABLE, object, object + " arrived damaged", null);
            }
            return content;
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, object, object + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The inventory of an attempt.
     *
     * @throws OrderRefusedException if its checksum differs from the one in the event
     */
    Inventory inventory(URI object, String crc32c) {
        byte[] content = read(object);
        String found = Crc32c.of(content);
        if (!found.equals(crc32c)) {
            throw OrderRefusedException.because(
                    FailureCode.OUTPUT_INVALID, object + " has crc32c " + found + ", not " + crc32c + " as announced.");
        }
        try {
            return Inventory.fromJson(content);
        } catch (IOException e) {
            throw OrderRefusedException.because(
                    FailureCode.OUTPUT_INVALID, object + " is no inventory: " + e.getMessage() + ".");
        }
    }
}
