package dev.dashline.publisher;

import static dev.dashline.publisher.Videos.GRACE;
import static dev.dashline.publisher.Videos.POLICY;
import static dev.dashline.publisher.Videos.T0;
import static dev.dashline.publisher.Videos.at;
import static dev.dashline.publisher.Videos.done;
import static dev.dashline.publisher.Videos.encoded;
import static dev.dashline.publisher.Videos.failed;
import static dev.dashline.publisher.Videos.request;
import static dev.dashline.publisher.Videos.started;
import static dev.dashline.publisher.Videos.withdrawn;
import static dev.dashline.publisher.Videos.within;
import static dev.dashline.publisher.Videos.withinOfEncoding;
import static dev.dashline.schemas.Topics.PUBLISHER_RESULTS;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_FAILED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoFailed;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.publisher.PublicationResult;
import dev.dashline.publisher.forecast.ExpectedPublication;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.trace.AttemptSpan;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.FailureCode;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.testsupport.GeneratedDoc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTopologyTest {

    @TempDir
    private static Path state;

    private final OrdersTaken taken = new OrdersTaken();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AttemptSpan> spans = new ArrayList<>();
    private final EventSerdes serdes = EventSerdes.inMemory();
    private final TopologyTestDriver driver = new TopologyTestDriver(
            topology(),
            StreamsRunner.settings(
                    new StreamsRunner.Application("publisher-service", state, Set.of()),
                    KafkaSettings.from(Map.of()),
                    serdes),
            T0);
    private final TestInputTopic<String, VideoRequested> requests = input(VIDEO_REQUESTED);
    private final TestInputTopic<String, VideoEncoded> encoder = input(VIDEO_ENCODED);
    private final TestInputTopic<String, PublicationResult> results = input(PUBLISHER_RESULTS);
    private final TestOutputTopic<String, VideoPublished> published = output(VIDEO_PUBLISHED);
    private final TestOutputTopic<String, VideoFailed> failures = output(VIDEO_FAILED);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void takesARequestThroughToPublished() {
        requests.pipeInput("v", within("v", 1, 10_000));
        encoder.pipeInput("v", started("v", 1, at(100)));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        results.pipeInput("v", done("v", 1, at(4_000)));
        advance(Duration.ofDays(1));

        VideoPublished event = published.readValue();
        assertThat(event.getMarginMillis()).contains(6_000L);
        assertThat(event.getEventId()).isEqualTo(EventIds.of("published", "v", 1));
        assertThat(published.isEmpty()).isTrue();
        assertThat(ends()).isEmpty();
        assertThat(taken.orders).containsExactly("publish v/1");
        assertThat(meters.get("dashline.publication.margin").timer().count()).isEqualTo(1);
        assertThat(spans)
                .extracting(AttemptSpan::name, span -> span.interval().end())
                .containsExactly(tuple("publish", at(4_000)), tuple("video", at(4_000)));
    }

    @Test
    void failsAtTheDeadlineThoughNothingElseEverArrives() {
        requests.pipeInput("v", within("v", 1, 10_000));
        advance(Duration.ofMillis(9_980));
        assertThat(ends()).isEmpty();

        advance(Duration.ofMillis(20));
        assertThat(ends()).containsExactly("v/1 DEADLINE_EXCEEDED");
        advance(Duration.ofDays(1));
        assertThat(ends()).isEmpty();
        assertThat(meters.get("dashline.failed")
                        .tag("code", "DEADLINE_EXCEEDED")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(spans)
                .singleElement()
                .satisfies(span -> assertThat(span.facts().failure()).contains("DEADLINE_EXCEEDED"));
    }

    @Test
    void firesTimersInTheOrderOfTheirDeadlinesWhateverTheOrderOfRequests() {
        requests.pipeInput("late", within("late", 1, 300_000));
        requests.pipeInput("early", within("early", 1, 200));
        requests.pipeInput("between", within("between", 1, 70_000));
        advance(Duration.ofMinutes(10));

        assertThat(ends())
                .containsExactly(
                        "early/1 DEADLINE_EXCEEDED", "between/1 DEADLINE_EXCEEDED", "late/1 DEADLINE_EXCEEDED");
    }

    @Test
    void countsFromTheStartOfEncodingIfAskedTo() {
        requests.pipeInput("v", withinOfEncoding("v", 1, 5_000));
        advance(Duration.ofHours(1));
        assertThat(ends()).isEmpty();

        encoder.pipeInput("v", started("v", 1, at(3_600_000)));
        advance(Duration.ofMillis(4_980));
        assertThat(ends()).isEmpty();
        advance(Duration.ofMillis(20));
        assertThat(ends()).containsExactly("v/1 DEADLINE_EXCEEDED");
    }

    @Test
    void publishesWhatWasEncodedBeforeItsRequestWasRead() {
        encoder.pipeInput("v", started("v", 1, at(100)));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        requests.pipeInput("v", within("v", 1, 10_000));
        results.pipeInput("v", done("v", 1, at(200)));

        assertThat(published.readValuesToList()).hasSize(1);
        assertThat(taken.orders).containsExactly("publish v/1");
    }

    @Test
    void ignoresEveryDuplicate() {
        VideoRequested request = within("v", 1, 10_000);
        for (int i = 0; i < 3; i++) {
            requests.pipeInput("v", request);
        }
        for (int i = 0; i < 3; i++) {
            encoder.pipeInput("v", encoded("v", 1, at(100)));
        }
        for (int i = 0; i < 3; i++) {
            results.pipeInput("v", done("v", 1, at(200)));
        }
        requests.pipeInput("v", request);
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        advance(Duration.ofHours(1));

        assertThat(published.readValuesToList()).hasSize(1);
        assertThat(ends()).isEmpty();
        assertThat(taken.orders).containsExactly("publish v/1");
    }

    @Test
    void failsOnceWhenEncodedArrivesInTheTickOfTheDeadline() {
        requests.pipeInput("v", within("v", 1, 10_000));
        advance(Duration.ofMillis(9_999));
        driver.advanceWallClockTime(Duration.ofMillis(1));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        advance(Duration.ofHours(1));

        assertThat(ends()).containsExactly("v/1 DEADLINE_EXCEEDED");
        assertThat(published.isEmpty()).isTrue();
    }

    @Test
    void publishesWhenTheWordOfATimelyPublicationArrivesWithinTheGrace() {
        requests.pipeInput("v", within("v", 1, 10_000));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        advance(Duration.ofSeconds(10).plus(GRACE).minusMillis(20));
        results.pipeInput("v", done("v", 1, at(9_999)));
        advance(Duration.ofHours(1));

        assertThat(published.readValue().getMarginMillis()).contains(1L);
        assertThat(ends()).isEmpty();
    }

    @Test
    void withdrawsAPublicationThatFinishesAfterTheDeadline() {
        requests.pipeInput("v", within("v", 1, 10_000));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        results.pipeInput("v", done("v", 1, at(10_001)));
        results.pipeInput("v", withdrawn("v", 1));
        advance(Duration.ofHours(1));

        assertThat(ends()).containsExactly("v/1 DEADLINE_EXCEEDED");
        assertThat(published.isEmpty()).isTrue();
        assertThat(taken.orders).containsExactly("publish v/1", "withdraw v/1");
    }

    @Test
    void withdrawsAgainWhatAZombiePublishesAfterTheEnd() {
        requests.pipeInput("v", within("v", 1, 10_000));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        advance(Duration.ofSeconds(11));
        results.pipeInput("v", withdrawn("v", 1));
        results.pipeInput("v", done("v", 1, at(9_999)));

        assertThat(ends()).containsExactly("v/1 DEADLINE_EXCEEDED");
        assertThat(published.isEmpty()).isTrue();
        assertThat(taken.orders).containsExactly("publish v/1", "withdraw v/1", "withdraw v/1");
    }

    @Test
    void publishesTheReplayOfWhatFailed() {
        requests.pipeInput("v", within("v", 1, 1_000));
        advance(Duration.ofSeconds(2));
        VideoFailed letter = failures.readValue();
        VideoRequested replay = VideoRequested.newBuilder(letter.getRequest().orElseThrow())
                .setAttempt(letter.getAttempt() + 1)
                .setRequestedAt(at(2_000))
                .build();
        requests.pipeInput("v", replay);
        requests.pipeInput("v", replay);
        encoder.pipeInput("v", encoded("v", 2, at(2_100)));
        results.pipeInput("v", done("v", 2, at(2_500)));

        assertThat(published.readValue().getAttempt()).isEqualTo(2);
        assertThat(ends()).isEmpty();
    }

    @Test
    void endsAnOpenAttemptThatAReplayOvertakes() {
        requests.pipeInput("v", within("v", 1, 10_000));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        requests.pipeInput("v", within("v", 2, 20_000));
        advance(Duration.ofSeconds(15));

        assertThat(ends()).containsExactly("v/1 SUPERSEDED");
        assertThat(taken.orders).containsExactly("publish v/1", "withdraw v/1");
        advance(Duration.ofSeconds(5));
        assertThat(ends()).containsExactly("v/2 DEADLINE_EXCEEDED");
    }

    @Test
    void passesTheEncodersFailureOn() {
        requests.pipeInput("v", within("v", 1, 10_000));
        encoder.pipeInput("v", failed("v", 1, FailureCode.INVALID_CONTAINER));
        advance(Duration.ofHours(1));

        assertThat(ends()).containsExactly("v/1 INVALID_CONTAINER");
    }

    @Test
    void failsAnInvalidRequest() {
        requests.pipeInput("v", request("v", 1).setSource("http://169.254.0.1/").build());

        assertThat(ends()).containsExactly("v/1 INVALID_REQUEST");
    }

    /** If the failure named the video, every worker would end its encoding. */
    @Test
    void setsARequestAsideThatItsKeyContradictsAndNamesNeitherVideo() {
        requests.pipeInput("other", within("other", 1, 10_000));
        requests.pipeInput("v", within("other", 1, 10_000));
        VideoFailed letter = failures.readValue();
        assertThat(letter.getEventId()).isEqualTo(EventIds.ofRecord("video-requested", 0, 1));
        assertThat(letter.getVideoId()).isEmpty();
        assertThat(letter.getAttempt()).isZero();
        assertThat(letter.getRequest()).isEmpty();
        assertThat(letter.getFailure().getCode()).isEqualTo("UNDECODABLE_RECORD");
        assertThat(letter.getFailure().getMessage())
                .isEqualTo("A record on video-requested is refused: its key is not its videoId.");
        assertThat(letter.getUndecodable()).hasValueSatisfying(record -> {
            assertThat(record.getKey()).hasValue(ByteBuffer.wrap("v".getBytes(UTF_8)));
            assertThat(record.getValue())
                    .hasValue(ByteBuffer.wrap(serdes.of(VIDEO_REQUESTED)
                            .serializer()
                            .serialize("video-requested", within("other", 1, 10_000))));
        });

        encoder.pipeInput("other", encoded("other", 1, at(100)));
        results.pipeInput("other", done("other", 1, at(200)));
        assertThat(published.readValue().getVideoId()).isEqualTo("other");
    }

    @Test
    void setsARequestAsideOfWhichNoAttemptCanBe() {
        requests.pipeInput("v", within("v", 0, 10_000));
        requests.pipeInput("../v", within("../v", 1, 10_000));
        assertThat(ends()).containsExactly("?/0 INVALID_REQUEST", "?/0 INVALID_REQUEST");
    }

    @Test
    void setsAsideWhatHasNoValueOrTheKeyOfAnother() {
        requests.pipeInput("v", null);
        encoder.pipeInput("w", encoded("v", 1, at(100)));
        results.pipeInput("w", done("v", 1, at(100)));
        assertThat(ends())
                .containsExactly("?/0 UNDECODABLE_RECORD", "?/0 UNDECODABLE_RECORD", "?/0 UNDECODABLE_RECORD");
    }

    @Test
    void expectsAVideoUntilItIsEncoded() {
        requests.pipeInput("v", within("v", 1, 10_000));
        assertThat(taken.expected)
                .containsEntry("v", new ExpectedPublication(1, Optional.empty(), Optional.of(at(10_000))));
        advance(Duration.ofMillis(100));
        encoder.pipeInput("v", started("v", 1, at(100)));
        assertThat(taken.expected)
                .containsEntry("v", new ExpectedPublication(1, Optional.of(at(100)), Optional.of(at(10_000))));
        encoder.pipeInput("v", encoded("v", 1, at(100)));
        assertThat(taken.expected).isEmpty();
    }

    @Test
    void expectsNothingOfVideosThatSomebodyElseHasNow() {
        try (TopologyTestDriver revoked = new TopologyTestDriver(topology(), new Properties(), T0)) {
            revoked.createInputTopic(
                            VIDEO_REQUESTED.name(),
                            new StringSerializer(),
                            serdes.of(VIDEO_REQUESTED).serializer())
                    .pipeInput("v", within("v", 1, 10_000));
            assertThat(taken.expected).isNotEmpty();
        }
        assertThat(taken.expected).isEmpty();
    }

    /**
     * A deployed topology must not change by accident: its stores and repartition topics are found by the names in it.
     */
    @Test
    void isTheTopologyThatIsDeployed() {
        GeneratedDoc.at("docs/topology/publisher-service.txt")
                .mustBe(topology().describe().toString());
    }

    private void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    private List<String> ends() {
        return failures.readValuesToList().stream()
                .map(event -> event.getVideoId().orElse("?") + "/" + event.getAttempt() + " "
                        + event.getFailure().getCode())
                .toList();
    }

    private Topology topology() {
        PublicationMetrics outcomes = new PublicationMetrics(meters, spans::add);
        PublisherTopology topology = new PublisherTopology(serdes, () -> new Arbiter(POLICY, taken, taken, outcomes));
        return StreamsRunner.build(topology::addTo, new Properties());
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), serdes.of(topic).serializer(), Instant.EPOCH, Duration.ZERO);
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), serdes.of(topic).deserializer());
    }
}
