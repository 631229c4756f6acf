package dev.dashline.ingest.status;

import static dev.dashline.ingest.video.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Pages of a list that three replicas with two partitions each make. */
class PagingTest {

    private static final int PARTITIONS = 6;

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final Random random = new Random(11);
    private final LocalStatuses local = new LocalStatuses();
    private final List<StatusStore> partitions = new ArrayList<>();
    private final List<VideoStatus> all = new ArrayList<>();

    PagingTest() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
            KeyValueStore<String, Optional<VideoStatus>> store = StatusStore.builder(
                            Stores.inMemoryKeyValueStore(StatusStore.NAME), serdes.of(VideoStatus.class))
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            partitions.add(new StatusStore(store));
            local.opened(partition, partitions.get(partition));
        }
    }

    @Test
    void pagesTogetherAreTheWholeListWhateverTheFilter() {
        for (int i = 0; i < 3_000; i++) {
            add("v" + i, random.nextInt(1_000));
        }
        for (int round = 0; round < 100; round++) {
            VideoFilter filter = filter();
            int limit = 1 + random.nextInt(round % 2 == 0 ? 500 : 40);
            assertThat(ids(pages(filter, limit)))
                    .as("%s, %d a page", filter, limit)
                    .isEqualTo(ids(all.stream()
                            .filter(filter::accepts)
                            .sorted((one, other) -> Position.of(one).compareTo(Position.of(other)))
                            .toList()));
        }
    }

    @Test
    void pagesDoNotShiftWhenVideosCome() {
        for (int i = 0; i < 100; i++) {
            add("v" + i, i);
        }
        VideoPage first = page(VideoFilter.NONE, Optional.empty(), 30);
        for (int i = 100; i < 200; i++) {
            add("v" + i, i);
        }
        VideoPage second = page(VideoFilter.NONE, first.next(), 30);

        assertThat(ids(first.videos())).startsWith("v99").endsWith("v70").hasSize(30);
        assertThat(ids(second.videos())).startsWith("v69").endsWith("v40").hasSize(30);
    }

    @Test
    void aCallLooksThroughSoManyVideosAndSaysWhereToGoOn() {
        for (int i = 0; i < 12_000; i++) {
            add("v" + i, i);
        }
        VideoFilter none = new VideoFilter(
                Optional.empty(), Optional.of("NO_SUCH_CODE"), Map.of(), Optional.empty(), Optional.empty());

        VideoPage page = page(none, Optional.empty(), 50);

        assertThat(page.videos()).isEmpty();
        assertThat(page.next()).isPresent();
        assertThat(pages(none, 50)).isEmpty();
    }

    @Test
    void skipsVideosThatMovedOrWentWhileItWalked() {
        add("a", 1);
        add("b", 2);
        add("c", 3);
        VideoStatus b = all.get(1);
        VideoStatus older =
                VideoStatus.newBuilder(b).setCreatedAt(T0.minusSeconds(9)).build();
        try (StatusStore.Walk walk = partitionOf("b").walk(query(VideoFilter.NONE, Optional.empty(), 9))) {
            assertThat(walk.advance()).isTrue();
            partitionOf("b").replace(b, older);
            assertThat(walk.status()).isEmpty();
        }
        assertThat(ids(pages(VideoFilter.NONE, 9))).containsExactly("c", "a", "b");
        partitionOf("b").remove(older);
        assertThat(ids(pages(VideoFilter.NONE, 9))).containsExactly("c", "a");
    }

    private void add(String id, int second) {
        Instant at = T0.plusSeconds(second);
        Map<String, String> labels = new HashMap<>(Map.of("third", Integer.toString(random.nextInt(3))));
        labels.put("clientId", id);
        VideoStatus requested = VideoStatuses.apply(
                null,
                Events.aRequest()
                        .setVideoId(id)
                        .setRequestedAt(at)
                        .setLabels(labels)
                        .build());
        VideoStatus status = random.nextInt(10) > 0
                ? requested
                : VideoStatus.newBuilder(requested)
                        .setState(VideoState.FAILED)
                        .setFailed(Objects.requireNonNull(VideoStatuses.apply(null, Events.failed(1)))
                                .getFailed()
                                .orElseThrow())
                        .build();
        partitionOf(id).add(status, at.plusSeconds(1_000_000));
        all.add(status);
    }

    private StatusStore partitionOf(String id) {
        return partitions.get(Math.floorMod(id.hashCode(), PARTITIONS));
    }

    private VideoFilter filter() {
        Optional<Instant> from = random.nextBoolean() ? Optional.empty() : Optional.of(T0.plusSeconds(someSecond()));
        Optional<Instant> to = random.nextBoolean() ? Optional.empty() : Optional.of(T0.plusSeconds(someSecond()));
        return switch (random.nextInt(5)) {
            case 0 -> new VideoFilter(Optional.of(VideoState.FAILED), Optional.empty(), Map.of(), from, to);
            case 1 -> new VideoFilter(Optional.empty(), Optional.of("INVALID_CONTAINER"), Map.of(), from, to);
            case 2 -> new VideoFilter(Optional.empty(), Optional.empty(), Map.of("third", "1"), from, to);
            case 3 ->
                new VideoFilter(
                        Optional.empty(), Optional.empty(), Map.of("clientId", "v" + random.nextInt(4_000)), from, to);
            default -> new VideoFilter(Optional.empty(), Optional.empty(), Map.of(), from, to);
        };
    }

    private int someSecond() {
        return random.nextInt(1_200) - 100;
    }

    private List<VideoStatus> pages(VideoFilter filter, int limit) {
        List<VideoStatus> videos = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        do {
            VideoPage page = page(filter, after, limit);
            assertThat(page.videos()).hasSizeLessThanOrEqualTo(limit);
            videos.addAll(page.videos());
            after = page.next().map(place -> Position.parse(place.text()).orElseThrow());
        } while (after.isPresent());
        return videos;
    }

    private VideoPage page(VideoFilter filter, Optional<Position> after, int limit) {
        VideoQuery query = query(filter, after, limit);
        return VideoPage.joined(
                List.of(
                        local.list(Set.of(0, 3), query),
                        local.list(Set.of(1, 4), query),
                        local.list(Set.of(2, 5), query)),
                limit);
    }

    private static VideoQuery query(VideoFilter filter, Optional<Position> after, int limit) {
        return new VideoQuery(filter, after, limit);
    }

    private static List<String> ids(List<VideoStatus> videos) {
        return videos.stream().map(VideoStatus::getVideoId).toList();
    }
}
