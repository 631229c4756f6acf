package dev.dashline.publisher.store;

import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoreException;
import dev.dashline.store.StoreException.Reason;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A store where writing one object takes until the test says so, and fails if whoever writes is interrupted. */
final class HeldStore extends ForwardingStore {

    private final URI held;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldStore(ObjectStore store, URI held) {
        super(store);
        this.held = held;
    }

    void awaitWrite() throws InterruptedException {
        begun.await();
    }

    void release() {
        released.countDown();
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        if (object.equals(held)) {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new StoreException(Reason.UNAVAILABLE, object, "interrupted", e);
            }
        }
        return super.write(object, content, precondition, attributes);
    }
}
