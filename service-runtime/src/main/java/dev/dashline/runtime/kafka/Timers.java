package dev.dashline.runtime.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Timers in a state store, so that they survive whatever their topology survives. The key is the due time, 8 bytes
 * big-endian, and then the id: finding what is due is one short range scan, however many timers wait.
 *
 * <p>One alarm is set, for the earliest, and none if there is no timer. A regular tick would cost far more than its
 * work: Streams commits a task after each punctuation, under exactly-once with a transaction of its own, even if
 * nothing came of it.
 *
 * <p>A view of a store that belongs to one stream task, and to be used by that task's thread only.
 */
public final class Timers {

    private static final byte[] NOTHING = {};
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final Bytes LAST = key(NEVER, "");
    /** After so many it is the turn of records again. */
    private static final int AT_ONCE = 1_000;

    private final ProcessorContext<?, ?> context;
    private final KeyValueStore<Bytes, byte[]> store;
    private final Alarms alarms;
    private final Consumer<String> onDue;
    /**
     * No timer is due before this. A look begins here, not to pass by all that was removed and not compacted away yet.
     */
    private Instant earliest = Instant.EPOCH;

    private Cancellable alarm = () -> {};
    private boolean ringing;

    /**
     * @param store name of the store, built by {@link #store}
     * @param onDue is given the id of each timer that is due, the earliest first; the timer is gone by then
     */
    public Timers(ProcessorContext<?, ?> context, String store, Consumer<String> onDue) {
        this.context = context;
        this.store = context.getStateStore(store);
        this.alarms = Alarms.of(context);
        this.onDue = onDue;
        setAlarm();
    }

    /** Builds the store behind timers, with a changelog. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Sets a timer. An id may have several; the caller remembers when each is due, to cancel it. */
    public void set(Instant due, String id) {
        store.put(key(due, id), NOTHING);
        if (due.isBefore(earliest)) {
            earliest = due;
            setAlarm();
        }
    }

    /** Removes a timer, if it is there. */
    public void cancel(Instant due, String id) {
        store.delete(key(due, id));
    }

    private void setAlarm() {
        if (ringing) {
            return;
        }
        alarm.cancel();
        if (earliest.isBefore(NEVER)) {
            long wait = Math.max(1, earliest.toEpochMilli() - context.currentSystemTimeMs());
            alarm = context.schedule(Duration.ofMillis(wait), PunctuationType.WALL_CLOCK_TIME, now -> ring());
            alarms.set(this, earliest);
        } else {
            alarms.clear(this);
        }
    }

    /** Cancels the alarm of this view; the timers stay in the store. */
    public void close() {
        alarms.clear(this);
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

    /** Finds what is due, and when the next will be. */
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
