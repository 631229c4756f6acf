package dev.dashline.ingest;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Holds every status once, by video, and an index of the videos by time, newest first, so that a list of the newest
 * reads no more than it shows. Both are in one store, because a global store has a topic to itself: {@code v/<video>}
 * has the status, {@code t/<time>/<video>} has no value.
 */
final class StatusIndex implements Processor<String, VideoStatus, Void, Void> {

    static final String STORE = "video-status-index";

    private static final String BY_VIDEO = "v/";
    private static final String BY_TIME = "t/";
    /** Sorts after every key that begins with {@link #BY_TIME}. */
    private static final String AFTER_BY_TIME = "t0";
    /** {@code t/}, 16 hexadecimal digits, {@code /}. */
    private static final int VIDEO_IN_TIME_KEY = BY_TIME.length() + 16 + 1;

    /** With a filter, the list looks through this many videos at most. */
    private static final int MOST_LOOKED_AT = 10_000;

    private @Nullable KeyValueStore<String, Optional<VideoStatus>> store;

    static StoreBuilder<KeyValueStore<String, Optional<VideoStatus>>> store(
            KeyValueBytesStoreSupplier supplier, Serde<VideoStatus> statuses) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), orNothing(statuses))
                .withLoggingDisabled();
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, VideoStatus> record) {
        if (store == null) {
            throw new IllegalStateException("init() was not called");
        }
        Optional<VideoStatus> before = find(store, record.key());
        @Nullable VideoStatus after = record.value();
        before.map(StatusIndex::timeKey)
                .filter(key -> after == null || !key.equals(timeKey(after)))
                .ifPresent(store::delete);
        if (after == null) {
            store.delete(BY_VIDEO + record.key());
        } else {
            store.put(BY_VIDEO + record.key(), Optional.of(after));
            store.put(timeKey(after), Optional.empty());
        }
    }

    static Optional<VideoStatus> find(ReadOnlyKeyValueStore<String, Optional<VideoStatus>> store, String videoId) {
        return Optional.ofNullable(store.get(BY_VIDEO + videoId)).flatMap(Function.identity());
    }

    static List<VideoStatus> newest(
            ReadOnlyKeyValueStore<String, Optional<VideoStatus>> store, Set<VideoState> states, int limit) {
        List<VideoStatus> newest = new ArrayList<>();
        try (KeyValueIterator<String, Optional<VideoStatus>> all = store.range(BY_TIME, AFTER_BY_TIME)) {
            for (int i = 0; i < MOST_LOOKED_AT && newest.size() < limit && all.hasNext(); i++) {
                find(store, all.next().key.substring(VIDEO_IN_TIME_KEY))
                        .filter(status -> states.contains(status.getState()))
                        .ifPresent(newest::add);
            }
        }
        return newest;
    }

    private static String timeKey(VideoStatus status) {
        long newestFirst = Long.MAX_VALUE - Math.max(0, status.getCreatedAt().toEpochMilli());
        return BY_TIME + String.format("%016x", newestFirst) + '/' + status.getVideoId();
    }

    /** No bytes stand for nothing. */
    private static Serde<Optional<VideoStatus>> orNothing(Serde<VideoStatus> statuses) {
        return Serdes.serdeFrom(
                (topic, status) -> status.map(present -> statuses.serializer().serialize(topic, present))
                        .orElseGet(() -> new byte[0]),
                (topic, bytes) -> bytes.length == 0
                        ? Optional.empty()
                        : Optional.of(statuses.deserializer().deserialize(topic, bytes)));
    }
}
