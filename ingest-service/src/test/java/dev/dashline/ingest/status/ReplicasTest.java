package dev.dashline.ingest.status;

import static dev.dashline.ingest.video.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.status.ReplicaMessages.ListPage;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.video.Position;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoPage;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.video.VideoStatuses;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.http.MetricsAccess;
import dev.dashline.runtime.http.ReplicaClient;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.serde.EventSerdes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One replica asks another over HTTP. */
@Timeout(60)
class ReplicasTest {

    private static final Optional<String> TOKEN = Optional.of("secret");

    private final ReplicaMessages messages =
            new ReplicaMessages(EventSerdes.inMemory().of(VideoStatus.class));
    private final LocalStatuses there = new LocalStatuses();
    private final Metrics metrics = new Metrics();
    private final AdminServer server =
            AdminServer.on(0, new Nothing(), metrics, MetricsAccess.THIS_MACHINE, Executors.newFixedThreadPool(2));
    private final String address = "127.0.0.1:" + server.port();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Replicas replicas = new Replicas(new ReplicaClient(TOKEN, Duration.ofSeconds(20), threads), messages);
    private final VideoStatus status =
            VideoStatuses.apply(VideoStatuses.apply(null, Events.requested(1)), Events.published(1));
    private final VideoStatus listed =
            VideoStatus.newBuilder(status).setReport(null).build();

    ReplicasTest() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        KeyValueStore<String, Optional<VideoStatus>> store = StatusStore.builder(
                        Stores.inMemoryKeyValueStore(StatusStore.NAME),
                        EventSerdes.inMemory().of(VideoStatus.class))
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        StatusStore partition = new StatusStore(store);
        partition.add(status, T0);
        there.opened(3, partition);
        replicas.answer(server, TOKEN, there);
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
        threads.shutdownNow();
        metrics.close();
    }

    @Test
    void findsAVideoThere() {
        assertThat(replicas.find(address, 3, "v")).contains(status);
        assertThat(replicas.find(address, 3, "w")).isEmpty();
    }

    @Test
    void listsVideosThere() {
        VideoQuery query = new VideoQuery(VideoFilter.NONE, Optional.empty(), 10);

        assertThat(replicas.list(address, Set.of(3), query))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(new VideoPage(List.of(listed), Optional.empty()));
    }

    /** As one that does not know the filter, because it is of an older version. */
    @Test
    void showsNobodyWhatIsAnotherTenantsWhateverTheReplicaAnswers() throws IOException {
        AdminServer old =
                AdminServer.on(0, new Nothing(), metrics, MetricsAccess.THIS_MACHINE, Executors.newFixedThreadPool(1));
        byte[] all = messages.write(new VideoPage(List.of(status), Optional.empty()));
        old.answerReplicas("/replicas/statuses", TOKEN, question -> Optional.of(all));
        old.start();
        try {
            VideoQuery query = new VideoQuery(VideoFilter.NONE.of(Optional.of("news")), Optional.empty(), 10);

            assertThat(replicas.list("127.0.0.1:" + old.port(), Set.of(3), query))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isEqualTo(new VideoPage(List.of(), Optional.empty()));
        } finally {
            old.close();
        }
    }

    @Test
    void doesNotTakeAPartitionThatIsNotThereForOneWithoutVideos() {
        VideoQuery query = new VideoQuery(VideoFilter.NONE, Optional.empty(), 10);

        assertThatThrownBy(() -> replicas.find(address, 4, "v")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> Replicas.joined(replicas.list(address, Set.of(3, 4), query)))
                .isInstanceOf(UnavailableException.class);
        server.close();
        assertThatThrownBy(() -> replicas.find(address, 3, "v")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void saysAllThatAQuestionHas() throws IOException {
        VideoFilter filter = new VideoFilter(
                Optional.of("news"),
                Optional.of(VideoState.FAILED),
                Optional.of("TIMEOUT"),
                Map.of("clientId", "a=b/\"c\"", "team", "ü"),
                Optional.of(T0),
                Optional.of(T0.plusMillis(1)));
        ListPage full = new ListPage(List.of(1, 2), new VideoQuery(filter, Optional.of(new Position(7, "a/b ü")), 500));
        ListPage least = new ListPage(List.of(0), new VideoQuery(VideoFilter.NONE, Optional.empty(), 1));

        assertThat(messages.readListPage(messages.write(full))).isEqualTo(full);
        assertThat(messages.readListPage(messages.write(least))).isEqualTo(least);
    }

    @Test
    void listsLeaveReportsOut() throws IOException {
        VideoPage page = new VideoPage(List.of(status), Optional.empty());

        assertThat(messages.readPage(messages.write(page)).videos()).containsExactly(listed);
        assertThat(messages.readStatus(messages.write(Optional.of(status)))).contains(status);
        assertThat(status.getReport()).isPresent();
    }

    @Test
    void saysWhereTheNextPageBegins() throws IOException {
        VideoPage page = new VideoPage(List.of(listed, listed), Optional.of(Position.of(status)));

        assertThat(messages.readPage(messages.write(page))).isEqualTo(page);
    }

    /** The admin server shows its health, which nobody asks for here. */
    private static final class Nothing implements Service {

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public void start() {}

        @Override
        public Optional<String> notReadyBecause() {
            return Optional.empty();
        }

        @Override
        public Optional<Throwable> fatalError() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
