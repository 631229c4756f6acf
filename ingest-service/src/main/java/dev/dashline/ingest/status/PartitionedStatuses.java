package dev.dashline.ingest.status;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.runtime.kafka.StorePlaces;
import dev.dashline.runtime.kafka.StorePlaces.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/**
 * The statuses of all videos: looks up those of this replica's partitions, and asks the replicas that have the others.
 */
public final class PartitionedStatuses implements Statuses {

    private final StorePlaces places;
    private final String here;
    private final LocalStatuses local;
    private final Replicas replicas;
    private final IntSupplier partitions;

    /**
     * @param here the address of this replica, as {@code places} has it
     * @param partitions how many there are
     */
    public PartitionedStatuses(
            StorePlaces places, String here, LocalStatuses local, Replicas replicas, IntSupplier partitions) {
        this.places = places;
        this.here = here;
        this.local = local;
        this.replicas = replicas;
        this.partitions = partitions;
    }

    @Override
    public Optional<VideoStatus> settled(String videoId) {
        Place place = places.of(StatusStore.NAME, videoId)
                .orElseThrow(() -> new UnavailableException("no replica has the video's partition yet", null));
        int partition = place.partitions().iterator().next();
        return place.address().equals(here)
                ? local.find(partition, videoId)
                : replicas.find(place.address(), partition, videoId);
    }

    /** Asks all replicas at the same time. */
    @Override
    public VideoPage list(VideoQuery query) {
        List<Place> all = places.all(StatusStore.NAME);
        requireComplete(all);
        List<CompletableFuture<VideoPage>> asked = all.stream()
                .filter(place -> !place.address().equals(here))
                .map(place -> replicas.list(place.address(), place.partitions(), query))
                .toList();
        List<VideoPage> lists = new ArrayList<>();
        all.stream()
                .filter(place -> place.address().equals(here))
                .forEach(place -> lists.add(local.list(place.partitions(), query)));
        asked.forEach(answer -> lists.add(Replicas.joined(answer)));
        return VideoPage.joined(lists, query.limit());
    }

    /** While a partition is on its way between two replicas, neither is said to have it. */
    private void requireComplete(List<Place> all) {
        Set<Integer> found = new HashSet<>();
        all.forEach(place -> found.addAll(place.partitions()));
        if (all.isEmpty() || found.size() < partitions.getAsInt()) {
            throw new UnavailableException("not every partition has a replica yet", null);
        }
    }
}
