package dev.dashline.publisher.store;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.net.URI;

/** A store whose first writes fail. */
final class FlakyStore extends ForwardingStore {

    private int failures;

    FlakyStore(ObjectStore store, int failures) {
        super(store);
        this.failures = failures;
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        if (failures > 0) {
            failures--;
            throw new StoreException(Reason.UNAVAILABLE, object, "503", null);
        }
        return super.write(object, content, precondition, attributes);
    }
}
