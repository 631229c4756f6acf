package dev.dashline.publisher.store;

import dev.dashline.publisher.Videos;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.Precondition;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** A store where writing one object takes a minute, by its own clock. */
final class SlowStore extends ForwardingStore {

    private static final Duration DELAY = Duration.ofMinutes(1);

    private final URI slow;
    private Instant now = Videos.T0;

    SlowStore(ObjectStore store, URI slow) {
        super(store);
        this.slow = slow;
    }

    Clock clock() {
        return ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    }

    @Override
    public StoredObject write(URI object, byte[] content, Precondition precondition, ObjectAttributes attributes) {
        StoredObject written = super.write(object, content, precondition, attributes);
        if (object.equals(slow)) {
            now = now.plus(DELAY);
        }
        return written;
    }
}
