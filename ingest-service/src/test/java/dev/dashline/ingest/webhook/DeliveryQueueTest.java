package dev.dashline.ingest.webhook;

import static dev.dashline.ingest.video.Events.T0;
import static dev.dashline.ingest.video.Events.aRequest;
import static dev.dashline.ingest.video.Events.encoded;
import static dev.dashline.ingest.video.Events.failed;
import static dev.dashline.ingest.video.Events.published;
import static dev.dashline.ingest.video.Events.requested;
import static dev.dashline.ingest.video.Events.started;
import static dev.dashline.ingest.video.Events.undecodable;
import static dev.dashline.ingest.video.Events.unpublished;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DeliveryOutcome;
import dev.dashline.events.VideoEncoded;
import dev.dashline.events.VideoPublished;
import dev.dashline.events.VideoUnpublished;
import dev.dashline.events.WebhookDelivery;
import dev.dashline.events.ingest.PendingEvent;
import dev.dashline.events.ingest.WebhookQueue;
import dev.dashline.schemas.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

    private static final VideoEncoded ENCODED = VideoEncoded.newBuilder(encoded(1))
            .setEventId(EventIds.of("encoded", "v", 1))
            .build();
    private static final VideoPublished PUBLISHED = VideoPublished.newBuilder(published(1))
            .setEventId(EventIds.of("published", "v", 1))
            .build();
    private static final VideoUnpublished UNPUBLISHED = unpublished(1);

    private WebhookQueue queue = DeliveryQueue.empty("v", T0);
    private Instant now = T0;

    @Test
    void tellsOfOneEventAfterTheOtherEachOnce() {
        read(ENCODED, ENCODED, PUBLISHED, UNPUBLISHED);

        assertThat(told(DeliveryOutcome.DELIVERED, 3))
                .containsExactly("video.encoded", "video.published", "video.unpublished");
        read(PUBLISHED, ENCODED);
        assertThat(DeliveryQueue.due(queue, now)).isEmpty();
        assertThat(DeliveryQueue.wakeAt(queue, now)).contains(now.plus(DeliveryQueue.MEMORY));
        assertThat(DeliveryQueue.wakeAt(queue, now.plus(DeliveryQueue.MEMORY))).isEmpty();
    }

    @Test
    void aLaterEventWaitsForAnEarlierOneHoweverLongThatTakes() {
        read(ENCODED, PUBLISHED);
        PendingEvent first = begin().orElseThrow();
        assertThat(DeliveryQueue.due(queue, now)).isEmpty();

        result(first, DeliveryOutcome.FAILED, 1, now.plusSeconds(300));
        assertThat(DeliveryQueue.wakeAt(queue, now)).contains(now.plusSeconds(300));
        now = now.plusSeconds(300);
        assertThat(begin().map(PendingEvent::getType)).contains("video.encoded");
        result(first, DeliveryOutcome.GIVEN_UP, 2, now);
        assertThat(begin().map(PendingEvent::getType)).contains("video.published");
    }

    @Test
    void anEventThatIsReadTooEarlyWaitsForTheOneBeforeItButNotForEver() {
        read(PUBLISHED);
        assertThat(DeliveryQueue.due(queue, now)).isEmpty();
        read(ENCODED);
        assertThat(told(DeliveryOutcome.DELIVERED, 2)).containsExactly("video.encoded", "video.published");

        queue = DeliveryQueue.empty("v", now);
        read(PUBLISHED);
        now = now.plus(DeliveryQueue.PATIENCE);
        assertThat(begin().map(PendingEvent::getType)).contains("video.published");
    }

    @Test
    void aTryWhoseProcessIsGoneIsMadeAgain() {
        read(ENCODED);
        begin();
        assertThat(DeliveryQueue.wakeAt(queue, now)).contains(now.plus(DeliveryQueue.LEASE));
        now = now.plus(DeliveryQueue.LEASE);

        PendingEvent again = begin().orElseThrow();
        result(again, DeliveryOutcome.FAILED, 1, now.plusSeconds(5));
        result(again, DeliveryOutcome.FAILED, 1, now.plusSeconds(99));

        assertThat(DeliveryQueue.wakeAt(queue, now)).as("a late result").contains(now.plusSeconds(5));
    }

    @Test
    void tellsAgainWhatItIsOrderedTo() {
        read(ENCODED);
        PendingEvent first = begin().orElseThrow();
        result(first, DeliveryOutcome.DELIVERED, 1, now);
        assertThat(DeliveryQueue.due(queue, now)).isEmpty();

        result(first, DeliveryOutcome.RESEND, 0, now);

        assertThat(begin()).hasValueSatisfying(again -> {
            assertThat(again.getEventId()).isEqualTo(first.getEventId());
            assertThat(again.getPayload()).isEqualTo(first.getPayload());
        });
    }

    @Test
    void triesAtOnceWhatWaitsIfItIsOrderedTo() {
        read(ENCODED);
        PendingEvent first = begin().orElseThrow();
        result(first, DeliveryOutcome.FAILED, 2, now.plusSeconds(300));
        assertThat(DeliveryQueue.due(queue, now)).isEmpty();

        result(first, DeliveryOutcome.RESEND, 0, now);

        assertThat(begin().map(PendingEvent::getEventId)).contains(first.getEventId());
        assertThat(queue.getPending()).hasSize(1);
    }

    @Test
    void anEventThatNobodyEverAskedForIsDroppedInTheEnd() {
        read(ENCODED);
        for (int tries = 1; tries <= 3; tries++) {
            queue = DeliveryQueue.postponed(queue, now);
            now = now.plus(DeliveryQueue.PATIENCE);
            assertThat(DeliveryQueue.due(queue, now)).isPresent();
        }
        queue = DeliveryQueue.postponed(queue, now);
        assertThat(queue.getPending()).isEmpty();
    }

    @Test
    void tellsOfWhatHasEndedAndOfNothingElse() {
        assertThat(WebhookEvent.of(requested(1), Optional.empty())).isEmpty();
        assertThat(WebhookEvent.of(started(1), Optional.empty())).isEmpty();
        assertThat(WebhookEvent.of(undecodable(), Optional.empty())).isEmpty();
        assertThat(WebhookEvent.of(failed(1), Optional.of(aRequest().build())))
                .hasValueSatisfying(event -> assertThat(event.payload())
                        .isEqualTo("{\"type\":\"video.failed\",\"timestamp\":\"2026-01-02T03:04:11Z\",\"data\":"
                                + "{\"id\":\"v\",\"attempt\":1,\"tenant\":\"default\",\"title\":\"A title\","
                                + "\"labels\":{},\"failedAt\":\"2026-01-02T03:04:11Z\",\"stage\":\"analyze\","
                                + "\"code\":\"INVALID_CONTAINER\",\"message\":\"It is <b>text</b>.\","
                                + "\"retryable\":false}}"));
    }

    @Test
    void triesAsOftenAndAsLateAsTheSpecificationSuggests() {
        RetrySchedule schedule = new RetrySchedule(() -> 0.5);
        List<Duration> pauses = new ArrayList<>();
        for (int tries = 1; schedule.after(tries).isPresent(); tries++) {
            pauses.add(schedule.after(tries).orElseThrow());
        }
        assertThat(pauses).hasSize(9).startsWith(Duration.ofMillis(5_250), Duration.ofSeconds(315));
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(75), Duration.ofHours(83));
    }

    private void read(SpecificRecord... events) {
        for (SpecificRecord event : events) {
            queue = DeliveryQueue.add(
                    queue, WebhookEvent.of(event, Optional.empty()).orElseThrow(), now);
        }
    }

    private Optional<PendingEvent> begin() {
        Optional<PendingEvent> due = DeliveryQueue.due(queue, now);
        due.ifPresent(event -> queue = DeliveryQueue.begun(queue, now));
        return due;
    }

    private List<String> told(DeliveryOutcome outcome, int count) {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PendingEvent event = begin().orElseThrow();
            types.add(event.getType());
            result(event, outcome, 1, now);
        }
        return types;
    }

    private void result(PendingEvent event, DeliveryOutcome outcome, int tries, Instant nextAt) {
        WebhookDelivery delivery = WebhookDelivery.newBuilder()
                .setVideoId("v")
                .setEventId(event.getEventId())
                .setType(event.getType())
                .setTenant("default")
                .setUrl("https://receiver.example/")
                .setPayload(event.getPayload())
                .setAt(now)
                .setTries(tries)
                .setOutcome(outcome)
                .setNextAt(outcome == DeliveryOutcome.FAILED ? nextAt : null)
                .build();
        queue = DeliveryQueue.apply(queue, delivery, now);
    }
}
