package dev.dashline.ingest;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.ingest.video.Events.encoded;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.published;
import static dev.dashline.ingest.video.Events.requested;
import static dev.dashline.ingest.video.Events.started;
import static dev.dashline.ingest.video.Events.undecodable;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.ingest.status.LocalStatuses;
import dev.dashline.ingest.status.StatusMerger;
import dev.dashline.ingest.status.StatusStore;
import dev.dashline.ingest.video.UnavailableException;
import dev.dashline.ingest.video.VideoFilter;
import dev.dashline.ingest.video.VideoQuery;
import dev.dashline.ingest.webhook.Destinations;
import dev.dashline.ingest.webhook.WebhookTargets;
import dev.dashline.ingest.webhook.dispatch.WebhookDispatcher;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.testsupport.GeneratedDoc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTopologyTest {

    private static final Duration RETENTION = Duration.ofDays(10);

    @TempDir
    static Path folder = Path.of("");

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final LocalStatuses statuses = new LocalStatuses();
    private final TopologyTestDriver driver = driver(statuses);
    private final TestInputTopic<String, VideoRequested> requests = input(VIDEO_REQUESTED);
    private final TestInputTopic<String, VideoEncoded> encodings = input(VIDEO_ENCODED);
    private final TestInputTopic<String, VideoPublished> publications = input(VIDEO_PUBLISHED);
    private final TestInputTopic<String, VideoFailed> failures = input(VIDEO_FAILED);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void followsEveryStepOfAVideoWhateverIsRepeated() {
        List<Optional<VideoState>> states = new ArrayList<>();
        for (Runnable event : List.<Runnable>of(
                () -> requests.pipeInput("v", requested(1)),
                () -> requests.pipeInput("v", requested(1)),
                () -> encodings.pipeInput("v", started(1)),
                () -> encodings.pipeInput("v", encoded(1)),
                () -> encodings.pipeInput("v", started(1)),
                () -> publications.pipeInput("v", published(1)),
                () -> publications.pipeInput("v", published(1)),
                () -> failures.pipeInput("v", failed(1)))) {
            event.run();
            states.add(statuses.find(0, "v").map(VideoStatus::getState));
        }
        assertThat(states)
                .extracting(Optional::orElseThrow)
                .containsExactly(
                        VideoState.REQUESTED,
                        VideoState.REQUESTED,
                        VideoState.ENCODING,
                        VideoState.ENCODED,
                        VideoState.ENCODED,
                        VideoState.PUBLISHED,
                        VideoState.PUBLISHED,
                        VideoState.PUBLISHED);
        assertThat(statuses.find(0, "w")).isEmpty();
    }

    @Test
    void listsTheNewestFirstAndEachOnce() {
        for (int i = 1; i <= 5; i++) {
            String id = "v" + i;
            requests.pipeInput(
                    id,
                    aRequest().setVideoId(id).setRequestedAt(T0.plusSeconds(i)).build());
        }
        failures.pipeInput(
                "v2", VideoFailed.newBuilder(failed(1)).setVideoId("v2").build());
        assertThat(ids(VideoFilter.NONE, 3)).containsExactly("v5", "v4", "v3");
        assertThat(ids(VideoFilter.NONE, 100)).containsExactly("v5", "v4", "v3", "v2", "v1");
        VideoFilter failed = new VideoFilter(
                Optional.of(VideoState.FAILED), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
        assertThat(ids(failed, 100)).containsExactly("v2");
    }

    @Test
    void skipsWhatIsOfNoVideoOrBreaksTheRules() {
        requests.pipeInput("other", requested(1));
        requests.pipeInput("v", aRequest().setSource("http://169.254.169.254/").build());
        failures.pipeInput("v", undecodable());
        failures.pipeInput(null, undecodable());
        assertThat(ids(VideoFilter.NONE, 100)).isEmpty();
        assertThat(statuses.find(0, "v")).isEmpty();
        assertThat(statuses.find(0, "other")).isEmpty();
    }

    @Test
    void forgetsAVideoLongAfterItsLastEvent() {
        requests.pipeInput("v", requested(1));
        driver.advanceWallClockTime(RETENTION.minusHours(2));
        assertThat(statuses.find(0, "v")).isPresent();
        driver.advanceWallClockTime(Duration.ofHours(4));
        assertThat(statuses.find(0, "v")).isEmpty();
        assertThat(ids(VideoFilter.NONE, 100)).isEmpty();
        try (KeyValueIterator<String, ?> left =
                driver.<String, Object>getKeyValueStore(StatusStore.NAME).all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    @Test
    void answersForAPartitionOnlyWhileItHasIt() {
        LocalStatuses other = new LocalStatuses();
        VideoQuery query = new VideoQuery(VideoFilter.NONE, Optional.empty(), 1);
        try (TopologyTestDriver open = driver(other)) {
            assertThat(open.getAllStateStores()).containsKey(StatusStore.NAME);
            assertThat(other.find(0, "v")).isEmpty();
            assertThat(other.list(Set.of(0), query).videos()).isEmpty();
            assertThatThrownBy(() -> other.find(1, "v")).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> other.list(Set.of(0, 1), query)).isInstanceOf(UnavailableException.class);
        }
        assertThatThrownBy(() -> other.find(0, "v")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> other.list(Set.of(0), query)).isInstanceOf(UnavailableException.class);
    }

    /**
     * A topology that is deployed must not change by accident: its names are those of topics and stores with data in
     * them.
     */
    @Test
    void itsDescriptionIsTheOneInTheRepository() {
        GeneratedDoc.at("docs/topology/ingest-service.txt")
                .mustBe(topology(statuses, new Properties()).describe().toString());
    }

    private List<String> ids(VideoFilter filter, int limit) {
        return statuses.list(Set.of(0), new VideoQuery(filter, Optional.empty(), limit)).videos().stream()
                .map(VideoStatus::getVideoId)
                .toList();
    }

    private TopologyTestDriver driver(LocalStatuses local) {
        Properties config = new Properties();
        config.put("application.id", "ingest-service");
        config.put("state.dir", folder.resolve(UUID.randomUUID().toString()).toString());
        return new TopologyTestDriver(topology(local, config), config, T0);
    }

    private Topology topology(LocalStatuses local, Properties config) {
        IngestTopology topology = new IngestTopology(
                serdes,
                () -> new StatusMerger(RETENTION, local),
                () -> new WebhookDispatcher(new WebhookTargets(Destinations.PUBLIC), message -> {}));
        return StreamsRunner.build(topology::addTo, config);
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), serdes.of(topic).serializer());
    }
}
