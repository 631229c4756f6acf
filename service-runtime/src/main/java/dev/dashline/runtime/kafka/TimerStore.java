package dev.dashline.runtime.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Timers in a state store, so that they survive whatever their topology survives. The key is the due time, 8 bytes big-endian,
 * and then the id: finding what is due is one short range scan, however many timers wait.
 *
 * <p>A view of a store that belongs to one stream task, and to be used by that task's thread only.
 */
public final class TimerStore {

    private static final byte[] NOTHING = {};
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Bytes LAST = key(LATEST, "");

    private final KeyValueStore<Bytes, byte[]> store;
    /**
     * No timer is due before this. Until then there is nothing to look for, and a look begins here, not to pass by all that was removed
     * and not compacted away yet.
     */
    private Instant earliest = Instant.EPOCH;

    /**
     * @param store as built by {@link #builder}
     */
    public TimerStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Builds the store behind timers, with a changelog. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Sets a timer. An id may have several; the caller remembers when each is due, to cancel it. */
    public void set(Instant due, String id) {
        store.put(key(due, id), NOTHING);
        if (due.isBefore(earliest)) {
            earliest = due;
        }
    }

    /** Removes a timer, if it is there. */
    public void cancel(Instant due, String id) {
        store.delete(key(due, id));
    }

    /** Removes and returns the ids of timers that are due at {@code now}, the earliest first, at most {@code limit}. */
    public List<String> takeDue(Instant now, int limit) {
        if (now.isBefore(earliest)) {
            return List.of();
        }
        List<Bytes> keys = new ArrayList<>();
        Instant next = LATEST;
        try (KeyValueIterator<Bytes, byte[]> timers = store.range(key(earliest, ""), LAST)) {
            while (timers.hasNext() && next.equals(LATEST)) {
                Bytes key = timers.next().key;
                if (due(key).isAfter(now) || keys.size() == limit) {
                    next = due(key);
                } else {
                    keys.add(key);
                }
            }
        }
        keys.forEach(store::delete);
        earliest = next;
        return keys.stream().map(TimerStore::id).toList();
    }

    private static Bytes key(Instant due, String id) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(due.toEpochMilli())
                .put(name)
                .array());
    }

    private static Instant due(Bytes key) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong());
    }

    private static String id(Bytes key) {
        byte[] bytes = key.get();
        return new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8);
    }
}
