package dev.dashline.store;

import dev.dashline.store.StoreException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What to do if a precondition did not hold: equal content means that it is done, by another or by an earlier try. */
final class Conflict {

    private Conflict() {}

    static StoredObject settle(
            ObjectStore store, URI object, Supplier<StoredObject> write, Predicate<StoredObject> same) {
        try {
            return write.get();
        } catch (StoreException e) {
            if (e.reason() != Reason.PRECONDITION_FAILED) {
                throw e;
            }
            return store.stat(object).filter(same).orElseThrow(() -> e);
        }
    }

    static boolean same(StoredObject is, byte[] content) {
        return is.size() == content.length && is.crc32c().equals(Crc32c.of(content));
    }

    static boolean same(StoredObject is, Path content) {
        try {
            return is.size() == Files.size(content) && is.crc32c().equals(Crc32c.of(content));
        } catch (IOException e) {
            throw FileErrors.explain(content.toUri(), "read", e);
        }
    }
}
