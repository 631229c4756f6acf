package dev.dashline.ingest;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.ingest.video.Events.encoded;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.published;
import static dev.dashline.ingest.video.Events.requested;
import static dev.dashline.ingest.video.Events.started;
import static dev.dashline.ingest.video.Events.undecodable;
import static dev.dashline.schemas.Topics.INGEST_VIDEO_STATUS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.ingest.VideoState;
import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.testsupport.GeneratedDoc;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTopologyTest {

    private static final Duration RETENTION = Duration.ofDays(10);
    private static final Set<VideoState> ANY = EnumSet.allOf(VideoState.class);

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<String, VideoRequested> requests = input(VIDEO_REQUESTED);
    private final TestInputTopic<String, VideoEncoded> encodings = input(VIDEO_ENCODED);
    private final TestInputTopic<String, VideoPublished> publications = input(VIDEO_PUBLISHED);
    private final TestInputTopic<String, VideoFailed> failures = input(VIDEO_FAILED);
    private final TestOutputTopic<String, VideoStatus> statuses = driver.createOutputTopic(
            INGEST_VIDEO_STATUS.name(),
            new StringDeserializer(),
            serdes.of(INGEST_VIDEO_STATUS).deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void tellsEveryStepOfAVideoOnce() {
        requests.pipeInput("v", requested(1));
        requests.pipeInput("v", requested(1));
        encodings.pipeInput("v", started(1));
        encodings.pipeInput("v", encoded(1));
        encodings.pipeInput("v", started(1));
        publications.pipeInput("v", published(1));
        publications.pipeInput("v", published(1));
        failures.pipeInput("v", failed(1));
        assertThat(statuses.readValuesToList())
                .extracting(VideoStatus::getState)
                .containsExactly(VideoState.REQUESTED, VideoState.ENCODING, VideoState.ENCODED, VideoState.PUBLISHED);
    }

    @Test
    void aReplicaFindsAVideoItWasNotAskedFor() {
        requests.pipeInput("v", requested(1));
        failures.pipeInput("v", failed(1));
        assertThat(StatusIndex.find(index(), "v"))
                .hasValueSatisfying(status -> assertThat(status.getState()).isEqualTo(VideoState.FAILED));
        assertThat(StatusIndex.find(index(), "w")).isEmpty();
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
        assertThat(ids(ANY, 3)).containsExactly("v5", "v4", "v3");
        assertThat(ids(ANY, 100)).containsExactly("v5", "v4", "v3", "v2", "v1");
        assertThat(ids(EnumSet.of(VideoState.FAILED), 100)).containsExactly("v2");
    }

    @Test
    void skipsWhatIsOfNoVideoOrBreaksTheRules() {
        requests.pipeInput("other", requested(1));
        requests.pipeInput("v", aRequest().setSource("http://169.254.169.254/").build());
        failures.pipeInput("v", undecodable());
        failures.pipeInput(null, undecodable());
        assertThat(statuses.isEmpty()).isTrue();
    }

    @Test
    void forgetsAVideoLongAfterItsLastEvent() {
        requests.pipeInput("v", requested(1));
        driver.advanceWallClockTime(RETENTION.minusHours(2));
        assertThat(StatusIndex.find(index(), "v")).isPresent();
        driver.advanceWallClockTime(Duration.ofHours(4));
        assertThat(StatusIndex.find(index(), "v")).isEmpty();
        assertThat(ids(ANY, 100)).isEmpty();
    }

    /**
     * A topology that is deployed must not change by accident: its names are those of topics and stores with data in
     * them.
     */
    @Test
    void itsDescriptionIsTheOneInTheRepository() {
        GeneratedDoc.at("docs/topology/ingest-service.txt")
                .mustBe(topology(new Properties()).describe().toString());
    }

    private List<String> ids(Set<VideoState> states, int limit) {
        return StatusIndex.newest(index(), states, limit).stream()
                .map(VideoStatus::getVideoId)
                .toList();
    }

    private KeyValueStore<String, Optional<VideoStatus>> index() {
        return driver.getKeyValueStore(StatusIndex.STORE);
    }

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put("application.id", "ingest-service");
        return new TopologyTestDriver(topology(config), config, T0);
    }

    private Topology topology(Properties config) {
        return StreamsRunner.build(new IngestTopology(serdes, RETENTION)::addTo, config);
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), serdes.of(topic).serializer());
    }
}
