package dev.dashline.ingest.status;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The statuses of one partition, with an index by time and one by expiry. The indices hold ids only: {@code v/<video>}
 * has the status, {@code t/<time>/<video>}, newest first, and {@code x/<time>/<video>} have no value.
 *
 * <p>All three are in one store, whose writes survive in their order. After kill -9 the last writes may be missing, and
 * the events that made them are processed again. So an index is written before the status that it is for, and what
 * expires leaves the index by expiry last: whatever is missing is written again.
 *
 * <p>One thread writes; any thread may read.
 */
public final class StatusStore {

    /** As the topology has it. */
    public static final String NAME = "video-statuses";

    private static final String BY_VIDEO = "v/";
    private static final String BY_TIME = "t/";
    private static final String BY_EXPIRY = "x/";
    /** The character that comes after the slash, which ends a time. */
    private static final char AFTER_SLASH = '0';

    private static final int HEX = 16;
    /** A prefix, 16 hexadecimal digits, a slash. */
    private static final int VIDEO_IN_KEY = BY_TIME.length() + HEX + 1;

    private final KeyValueStore<String, Optional<VideoStatus>> store;

    public StatusStore(KeyValueStore<String, Optional<VideoStatus>> store) {
        this.store = store;
    }

    /** Builds the store that a partition keeps. */
    public static StoreBuilder<KeyValueStore<String, Optional<VideoStatus>>> builder(
            KeyValueBytesStoreSupplier supplier, Serde<VideoStatus> statuses) {
        return Stores.keyValueStoreBuilder(supplier, Serdes.String(), orNothing(statuses));
    }

    /** The status of a video, if it is kept. */
    public Optional<VideoStatus> find(String videoId) {
        return Optional.ofNullable(store.get(BY_VIDEO + videoId)).flatMap(Function.identity());
    }

    /**
     * Writes the status of a video that had none.
     *
     * @param expires when {@link #due} is to name the video
     */
    void add(VideoStatus status, Instant expires) {
        setExpiry(status.getVideoId(), expires);
        store.put(timeKey(Position.of(status)), Optional.empty());
        store.put(BY_VIDEO + status.getVideoId(), Optional.of(status));
    }

    /** Replaces the status of a video. */
    void replace(VideoStatus before, VideoStatus after) {
        String oldKey = timeKey(Position.of(before));
        String newKey = timeKey(Position.of(after));
        if (!newKey.equals(oldKey)) {
            store.put(newKey, Optional.empty());
            store.delete(oldKey);
        }
        store.put(BY_VIDEO + after.getVideoId(), Optional.of(after));
    }

    /** Removes the status of a video; its expiry stays. */
    void remove(VideoStatus status) {
        store.delete(timeKey(Position.of(status)));
        store.delete(BY_VIDEO + status.getVideoId());
    }

    /** That a video is to be looked at, because its status may have expired. */
    record Expiry(Instant at, String videoId) {}

    /** Those whose time has come, the earliest first. */
    List<Expiry> due(Instant now, int most) {
        List<Expiry> due = new ArrayList<>();
        try (KeyValueIterator<String, Optional<VideoStatus>> all =
                store.range(BY_EXPIRY, BY_EXPIRY + hex(Position.millis(now)) + AFTER_SLASH)) {
            while (all.hasNext() && due.size() < most) {
                String key = all.next().key;
                due.add(new Expiry(Instant.ofEpochMilli(time(key)), key.substring(VIDEO_IN_KEY)));
            }
        }
        return due;
    }

    void setExpiry(String videoId, Instant at) {
        store.put(expiryKey(videoId, at), Optional.empty());
    }

    void delete(Expiry expiry) {
        store.delete(expiryKey(expiry.videoId(), expiry.at()));
    }

    /** The part of the list of all videos that a query is about. Close it after use. */
    Walk walk(VideoQuery query) {
        VideoFilter filter = query.filter();
        String first = filter.to().map(StatusStore::firstBefore).orElse(BY_TIME);
        String next = query.after().map(place -> timeKey(place) + '\0').orElse(BY_TIME);
        String from = first.compareTo(next) > 0 ? first : next;
        String last = BY_TIME
                + filter.from()
                        .map(time -> newestFirst(Position.millis(time)) + AFTER_SLASH)
                        .orElse("g");
        return new Walk(this, from.compareTo(last) > 0 ? null : store.range(from, last));
    }

    /** Goes through positions, in their order. For use by one thread. */
    static final class Walk implements AutoCloseable, Comparable<Walk> {

        private final StatusStore statuses;
        private final @Nullable KeyValueIterator<String, Optional<VideoStatus>> keys;
        private Optional<Position> here = Optional.empty();

        private Walk(StatusStore statuses, @Nullable KeyValueIterator<String, Optional<VideoStatus>> keys) {
            this.statuses = statuses;
            this.keys = keys;
        }

        /** Goes to the next position; false if there is none. */
        boolean advance() {
            if (keys == null || !keys.hasNext()) {
                return false;
            }
            KeyValue<String, ?> next = keys.next();
            here = Optional.of(new Position(Long.MAX_VALUE - time(next.key), next.key.substring(VIDEO_IN_KEY)));
            return true;
        }

        /** Where it is, after {@link #advance}. */
        Position here() {
            return here.orElseThrow();
        }

        /** The status there; empty if it has just been deleted, or moved to another position. */
        Optional<VideoStatus> status() {
            return statuses.find(here().videoId())
                    .filter(status -> Position.of(status).equals(here()));
        }

        @Override
        public int compareTo(Walk other) {
            return here().compareTo(other.here());
        }

        @Override
        public void close() {
            if (keys != null) {
                keys.close();
            }
        }
    }

    private static String firstBefore(Instant time) {
        long millis = Position.millis(time);
        return BY_TIME + (millis == 0 ? "g" : newestFirst(millis - 1));
    }

    private static String timeKey(Position place) {
        return BY_TIME + newestFirst(place.millis()) + '/' + place.videoId();
    }

    private static String newestFirst(long millis) {
        return hex(Long.MAX_VALUE - millis);
    }

    private static String expiryKey(String videoId, Instant at) {
        return BY_EXPIRY + hex(Position.millis(at)) + '/' + videoId;
    }

    private static String hex(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    private static long time(String key) {
        return Long.parseLong(key, BY_TIME.length(), VIDEO_IN_KEY - 1, HEX);
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
