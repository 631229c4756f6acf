package dev.dashline.runtime.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Timers in a state store with a changelog, so that they survive a restart. The key is the due time, 8 bytes
 * big-endian, followed by the id. So finding the due timers is one short range scan, however many others wait.
 *
 * <p>Schedules one wall-clock punctuation for the earliest timer, and none if there is no timer. A regular tick would
 * cost far more than its work: Streams commits a task after each punctuation, under exactly-once with a separate
 * transaction, even if the punctuation changed nothing.
 *
 * <p>Belongs to one stream task. For use by the thread of that task only.
 */
public final class Timers {

    private static final byte[] NOTHING = {};
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Bytes LAST = key(NEVER, "");
    /** After this many timers at once, records are processed before further timers. */
    private static final int AT_ONCE = 1_000;

    private final ProcessorContext<?, ?> context;
    private final KeyValueStore<Bytes, byte[]> store;
    private final Alarm alarm;
    private final Consumer<String> onDue;
    /**
     * No timer is due before this. Scans start here, so that they skip removed timers that RocksDB has not compacted
     * yet.
     */
    private Instant earliest = Instant.EPOCH;

    private boolean ringing;

    /**
     * @param store name of the store, built by {@link #store}
     * @param onDue gets the id of each due timer, the earliest first; the timer is already removed
     */
    public Timers(ProcessorContext<?, ?> context, String store, Consumer<String> onDue) {
        this.context = context;
        this.store = context.getStateStore(store);
        this.alarm = new Alarm(context, this::ring);
        this.onDue = onDue;
        setAlarm();
    }

    /** Builder of the store that keeps the timers, with a changelog. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Sets a timer. An id may have several timers; to cancel one, the caller must remember its due time. */
    public void set(Instant due, String id) {
        store.put(key(due, id), NOTHING);
        if (due.isBefore(earliest)) {
            earliest = due;
            setAlarm();
        }
    }

    /** Removes a timer if it exists. */
    public void cancel(Instant due, String id) {
        store.delete(key(due, id));
    }

    private void setAlarm() {
        if (ringing) {
            return;
        }
        if (earliest.isBefore(NEVER)) {
            alarm.set(earliest);
        } else {
            alarm.clear();
        }
    }

    /** The timers stay in the store. */
    public void close() {
        alarm.clear();
    }

    private void ring() {
        ringing = true;
        for (Bytes timer : due(Instant.ofEpochMilli(context.currentSystemTimeMs()))) {
            store.delete(timer);
            onDue.accept(id(timer));
        }
        ringing = false;
        setAlarm();
    }

    /** Returns the due timers, and updates {@link #earliest}. */
    private List<Bytes> due(Instant now) {
        List<Bytes> due = new ArrayList<>();
        Instant next = NEVER;
        try (KeyValueIterator<Bytes, byte[]> timers = store.range(key(earliest, ""), LAST)) {
            while (timers.hasNext() && next.equals(NEVER)) {
                Bytes timer = timers.next().key;
                if (dueTime(timer).isAfter(now) || due.size() == AT_ONCE) {
                    next = dueTime(timer);
                } else {
                    due.add(timer);
                }
            }
        }
        earliest = next;
        return due;
    }

    private static Bytes key(Instant due, String id) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(due.toEpochMilli())
                .put(name)
                .array());
    }

    private static Instant dueTime(Bytes key) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong());
    }

    private static String id(Bytes key) {
        byte[] bytes = key.get();
        return new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8);
    }
}
