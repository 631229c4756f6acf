package dev.dashline.ingest;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.schemas.Topics.VIDEO_ENCODED;
import static dev.dashline.schemas.Topics.VIDEO_PUBLISHED;
import static dev.dashline.schemas.Topics.VIDEO_REQUESTED;
import static dev.dashline.schemas.Topics.VIDEO_UNPUBLISHED;
import static dev.dashline.schemas.Topics.WEBHOOK_DELIVERIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DeliveryOutcome;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.events.WebhookTarget;
import dev.dashline.ingest.status.LocalStatuses;
import dev.dashline.ingest.status.StatusMerger;
import dev.dashline.ingest.video.Events;
import dev.dashline.ingest.webhook.Destinations;
import dev.dashline.ingest.webhook.RetrySchedule;
import dev.dashline.ingest.webhook.TestReceiver;
import dev.dashline.ingest.webhook.WebhookMessage;
import dev.dashline.ingest.webhook.WebhookSender;
import dev.dashline.ingest.webhook.WebhookTargets;
import dev.dashline.ingest.webhook.dispatch.WebhookDispatcher;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.EventIds;
import dev.dashline.schemas.Topic;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From events to receivers: everything but Kafka is real, and no time passes. */
@Timeout(60)
class WebhookDispatcherTest {

    private static final String OLD = "whsec_" + "b".repeat(43) + "=";
    private static final String NEW = "whsec_" + "Y".repeat(43) + "=";

    @TempDir
    private static Path folder = Path.of("");

    private final EventSerdes serdes = EventSerdes.inMemory();
    private final ManualClock clock = new ManualClock(T0);
    private final BlockingQueue<WebhookDelivery> results = new LinkedBlockingQueue<>();
    private final Supervisor supervisor = new Supervisor(new SimpleMeterRegistry());
    private final WebhookTargets targets = new WebhookTargets(Destinations.ANY);
    private final AtomicInteger sent = new AtomicInteger();
    private final WebhookSender sender =
            new WebhookSender(Destinations.ANY, new RetrySchedule(() -> 0), clock, supervisor, results::add);
    private final TopologyTestDriver driver = driver();
    private final TestReceiver receiver = new TestReceiver();

    WebhookDispatcherTest() throws IOException {
        targets.nowKnown();
    }

    @AfterEach
    void close() {
        driver.close();
        sender.close();
        receiver.close();
        supervisor.close();
    }

    @Test
    void aReceiverThatIsAwayAndThenFailsGetsEveryEventInOrderWithValidSignatures() throws Exception {
        target(receiver.url().toString(), NEW, OLD);
        receiver.goAway();
        for (String videoId : List.of("a", "b")) {
            happens(videoId, Optional.empty());
        }
        List<WebhookDelivery> missed = List.of(settle(), settle());
        assertThat(missed).extracting(WebhookDelivery::getOutcome).containsOnly(DeliveryOutcome.FAILED);
        passes(Duration.ofSeconds(5));
        assertThat(List.of(settle(), settle()))
                .extracting(WebhookDelivery::getNextAt)
                .containsOnly(Optional.of(clock.instant().plus(Duration.ofMinutes(5))));
        receiver.comeBack();
        receiver.answers(500, 500);
        passes(Duration.ofMinutes(5));
        assertThat(List.of(settle(), settle()))
                .extracting(WebhookDelivery::getStatus)
                .containsOnly(Optional.of(500));
        passes(Duration.ofMinutes(30));
        for (int i = 0; i < 6; i++) {
            assertThat(settle().getOutcome()).isEqualTo(DeliveryOutcome.DELIVERED);
        }

        assertThat(sent).as("none is left").hasValue(12);
        for (String videoId : List.of("a", "b")) {
            List<TestReceiver.Message> delivered = receiver.messages().stream()
                    .filter(message -> message.videoId().equals(videoId) && message.status() == 204)
                    .toList();
            assertThat(delivered)
                    .extracting(TestReceiver.Message::type)
                    .containsExactly("video.encoded", "video.published", "video.unpublished");
            assertThat(delivered)
                    .extracting(TestReceiver.Message::eventId)
                    .containsExactly(
                            EventIds.of("encoded", videoId, 1),
                            EventIds.of("published", videoId, 1),
                            EventIds.of("unpublished", videoId, 1));
        }
        assertThat(receiver.messages())
                .allMatch(message -> message.isSignedWith(NEW) && message.isSignedWith(OLD))
                .noneMatch(message -> message.isSignedWith("whsec_" + "A".repeat(43) + "="));
    }

    @Test
    void aReceiverThatIsAwayDoesNotDelayAnother() throws Exception {
        try (TestReceiver other = new TestReceiver()) {
            target(receiver.url().toString(), NEW);
            receiver.goAway();
            for (int i = 0; i < 20; i++) {
                happens("away-" + i, Optional.empty());
            }
            happens("here", Optional.of(other.url().toString()));
            for (int i = 0; i < 23; i++) {
                settle();
            }

            assertThat(other.messages())
                    .hasSize(3)
                    .allMatch(message -> message.videoId().equals("here"));
        }
    }

    @Test
    void nobodyIsToldWhoIsNotMeantToBeAndOneThatIsGoneIsAskedOnce() throws Exception {
        happens("nobody", Optional.empty());
        happens("no-secret", Optional.of(receiver.url().toString()));
        passes(Duration.ofMinutes(1));
        assertThat(sent).hasValue(0);

        target(receiver.url().toString(), NEW);
        receiver.answers(410);
        happens("v", Optional.empty());

        assertThat(settle().getOutcome()).isEqualTo(DeliveryOutcome.GIVEN_UP);
        assertThat(settle().getType()).isEqualTo("video.published");
    }

    /** Encoded, published and unpublished; each is read twice. */
    private void happens(String videoId, Optional<String> webhook) {
        pipe(
                VIDEO_REQUESTED,
                videoId,
                aRequest().setVideoId(videoId).setWebhook(webhook.orElse(null)).build());
        for (int i = 0; i < 2; i++) {
            pipe(
                    VIDEO_ENCODED,
                    videoId,
                    VideoEncoded.newBuilder(Events.encoded(1))
                            .setEventId(EventIds.of("encoded", videoId, 1))
                            .setVideoId(videoId)
                            .build());
            pipe(
                    VIDEO_UNPUBLISHED,
                    videoId,
                    VideoUnpublished.newBuilder(Events.unpublished(1))
                            .setEventId(EventIds.of("unpublished", videoId, 1))
                            .setVideoId(videoId)
                            .build());
            pipe(
                    VIDEO_PUBLISHED,
                    videoId,
                    VideoPublished.newBuilder(Events.published(1))
                            .setEventId(EventIds.of("published", videoId, 1))
                            .setVideoId(videoId)
                            .build());
        }
    }

    /** Waits for the result of a try, and lets the dispatcher read it. */
    private WebhookDelivery settle() throws InterruptedException {
        WebhookDelivery result = results.poll(30, TimeUnit.SECONDS);
        assertThat(result).as("a result").isNotNull();
        pipe(WEBHOOK_DELIVERIES, result.getVideoId(), result);
        return result;
    }

    private void passes(Duration time) {
        clock.advance(time);
        driver.advanceWallClockTime(time);
    }

    private void target(String url, String... secrets) {
        targets.put(
                "default",
                Optional.of(WebhookTarget.newBuilder()
                        .setTenant("default")
                        .setUrl(url)
                        .setSecrets(List.of(secrets))
                        .setChangedAt(Instant.EPOCH)
                        .build()));
    }

    private void send(WebhookMessage message) {
        sent.incrementAndGet();
        sender.send(message);
    }

    private <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V value) {
        driver.createInputTopic(
                        topic.name(), new StringSerializer(), serdes.of(topic).serializer())
                .pipeInput(key, value);
    }

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put("application.id", "webhooks");
        config.put("state.dir", folder.toString());
        IngestTopology topology = new IngestTopology(
                serdes,
                () -> new StatusMerger(Duration.ofDays(1), new LocalStatuses()),
                () -> new WebhookDispatcher(targets, this::send));
        return new TopologyTestDriver(StreamsRunner.build(topology::addTo, config), config, T0);
    }
}
