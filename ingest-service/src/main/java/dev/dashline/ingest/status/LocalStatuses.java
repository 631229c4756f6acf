package dev.dashline.ingest.status;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.status.StatusStore.Walk;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of statuses that this replica has, as its stream tasks open and close them. A partition counts as soon
 * as it is whole, whatever others the replica is still reading. Safe for use by any thread.
 */
public final class LocalStatuses {

    /** Of these at most a page has those that a filter lets pass. */
    private static final int LOOKED_AT = 500;

    private final Map<Integer, StatusStore> partitions = new ConcurrentHashMap<>();

    void opened(int partition, StatusStore statuses) {
        partitions.put(partition, statuses);
    }

    void closed(int partition, StatusStore statuses) {
        partitions.remove(partition, statuses);
    }

    /**
     * The status of a video.
     *
     * @throws UnavailableException if the partition is not here
     */
    public Optional<VideoStatus> find(int partition, String videoId) {
        return reading(() -> partition(partition).find(videoId));
    }

    /**
     * A page of the list that these partitions make.
     *
     * @throws UnavailableException if one of them is not here
     */
    public VideoPage list(Collection<Integer> wanted, VideoQuery query) {
        return reading(() -> {
            List<Walk> walks = new ArrayList<>();
            try {
                wanted.forEach(partition -> walks.add(partition(partition).walk(query)));
                return list(walks, query);
            } finally {
                walks.forEach(Walk::close);
            }
        });
    }

    private static VideoPage list(List<Walk> walks, VideoQuery query) {
        PriorityQueue<Walk> newestFirst = new PriorityQueue<>();
        walks.stream().filter(Walk::advance).forEach(newestFirst::add);
        List<VideoStatus> videos = new ArrayList<>();
        Optional<Position> last = Optional.empty();
        for (int looked = 0; looked < LOOKED_AT && videos.size() < query.limit(); looked++) {
            Walk walk = newestFirst.poll();
            if (walk == null) {
                break;
            }
            last = Optional.of(walk.here());
            walk.status().filter(query.filter()::accepts).ifPresent(videos::add);
            if (walk.advance()) {
                newestFirst.add(walk);
            }
        }
        return new VideoPage(videos, newestFirst.isEmpty() ? Optional.empty() : last);
    }

    private StatusStore partition(int partition) {
        @Nullable StatusStore statuses = partitions.get(partition);
        if (statuses == null) {
            throw new UnavailableException("the statuses of partition " + partition + " are on their way here", null);
        }
        return statuses;
    }

    private static <T> T reading(Supplier<T> query) {
        try {
            return query.get();
        } catch (StreamsException | IllegalStateException e) {
            throw new UnavailableException("statuses are being closed here", e);
        }
    }
}
