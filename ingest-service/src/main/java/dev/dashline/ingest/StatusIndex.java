package dev.dashline.ingest;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Holds every status twice in one store: under {@code v/} by video, and under {@code t/} by time, newest first, so that a list of the
 * newest reads no more than it shows.
 */
final class StatusIndex implements Processor<String, VideoStatus, Void, Void> {

    static final String STORE = "video-status-index";

    private static final String BY_VIDEO = "v/";
    private static final String BY_TIME = "t/";
    /** Sorts after every key that begins with {@link #BY_TIME}. */
    private static final String AFTER_BY_TIME = "t0";

    /** With a filter, the list looks through this many videos at most. */
    private static final int MOST_LOOKED_AT = 10_000;

    private @Nullable KeyValueStore<String, VideoStatus> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, VideoStatus> record) {
        if (store == null) {
            throw new IllegalStateException("init() was not called");
        }
        @Nullable VideoStatus before = store.get(BY_VIDEO + record.key());
        @Nullable VideoStatus after = record.value();
        if (before != null && (after == null || !timeKey(before).equals(timeKey(after)))) {
            store.delete(timeKey(before));
        }
        if (after == null) {
            store.delete(BY_VIDEO + record.key());
        } else {
            store.put(BY_VIDEO + record.key(), after);
            store.put(timeKey(after), after);
        }
    }

    static Optional<VideoStatus> find(ReadOnlyKeyValueStore<String, VideoStatus> store, String videoId) {
        return Optional.ofNullable(store.get(BY_VIDEO + videoId));
    }

    static List<VideoStatus> newest(
            ReadOnlyKeyValueStore<String, VideoStatus> store, Set<VideoState> states, int limit) {
        List<VideoStatus> newest = new ArrayList<>();
        try (KeyValueIterator<String, VideoStatus> all = store.range(BY_TIME, AFTER_BY_TIME)) {
            for (int i = 0; i < MOST_LOOKED_AT && newest.size() < limit && all.hasNext(); i++) {
                VideoStatus status = all.next().value;
                if (states.contains(status.getState())) {
                    newest.add(status);
                }
            }
        }
        return newest;
    }

    private static String timeKey(VideoStatus status) {
        long newestFirst = Long.MAX_VALUE - Math.max(0, status.getCreatedAt().toEpochMilli());
        return BY_TIME + String.format("%016x", newestFirst) + '/' + status.getVideoId();
    }
}
