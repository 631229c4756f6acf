package dev.dashline.ingest;

import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.ingest.video.Videos;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests to Kafka; reads statuses from this replica's copy of the table, and from the requests that it has
 * just written.
 */
final class KafkaVideos implements Videos {

    /** More than are written within the second by which the table may lag. */
    private static final int REMEMBERED = 10_000;

    /**
     * Longer than the table lags, and shorter than any retention: a status that the table has deleted must not come
     * back.
     */
    private static final Duration COUNTS_FOR = Duration.ofHours(1);

    private final RequestWriter writer;
    private final Supplier<ReadOnlyKeyValueStore<String, Optional<VideoStatus>>> table;
    private final Clock clock;
    private final Map<String, VideoRequested> written = Collections.synchronizedMap(new Recent());

    /**
     * @param table throws {@link InvalidStateStoreException} while the table cannot be read
     * @param clock the clock that requests have their time from
     */
    KafkaVideos(
            RequestWriter writer, Supplier<ReadOnlyKeyValueStore<String, Optional<VideoStatus>>> table, Clock clock) {
        this.writer = writer;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public void request(VideoRequested request) {
        writer.write(request);
        written.put(request.getVideoId(), request);
    }

    @Override
    public void cancel(VideoRequested request) {
        writer.write(request);
    }

    @Override
    public Optional<VideoStatus> find(String videoId) {
        @Nullable VideoRequested own = written.get(videoId);
        if (own == null || own.getRequestedAt().plus(COUNTS_FOR).isBefore(clock.instant())) {
            return settled(videoId);
        }
        @Nullable VideoStatus known;
        try {
            known = settled(videoId).orElse(null);
        } catch (UnavailableException e) {
            known = null;
        }
        return Optional.of(VideoStatuses.apply(known, own));
    }

    @Override
    public Optional<VideoStatus> settled(String videoId) {
        return read(store -> StatusIndex.find(store, videoId));
    }

    @Override
    public List<VideoStatus> newest(Set<VideoState> states, int limit) {
        return read(store -> StatusIndex.newest(store, states, limit));
    }

    private <T> T read(Function<ReadOnlyKeyValueStore<String, Optional<VideoStatus>>, T> query) {
        try {
            return query.apply(table.get());
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new UnavailableException("the table of statuses cannot be read yet", e);
        }
    }

    /** Keeps the entries that were inserted last. */
    private static final class Recent extends LinkedHashMap<String, VideoRequested> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VideoRequested> eldest) {
            return size() > REMEMBERED;
        }
    }
}
