package dev.dashline.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.events.EncoderBacklog;
import dev.dashline.events.QueueTurn;
import dev.dashline.events.WorkerHeartbeat;
import dev.dashline.testsupport.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncoderTelemetryTest {

    private static final Instant T0 = Instant.parse("2026-01-31T12:00:00Z");

    private final ManualClock clock = new ManualClock(T0);
    private final EncoderTelemetry telemetry = new EncoderTelemetry(clock);

    @Test
    void aWorkerThatIsLostWithItsTasksStaysForAMinute() {
        telemetry.heard(Telemetry.heartbeat(T0));

        clock.advance(EncoderTelemetry.REMEMBERED);
        assertThat(fleet().get(0).path("heardAt").asText()).isEqualTo(T0.toString());

        clock.advance(EncoderTelemetry.REMEMBERED_IDLE);
        assertThat(fleet()).isEmpty();
    }

    @Test
    void aWorkerThatHasSaidFarewellGoesSoonAndOneThatIsOnlyDrainedStays() {
        telemetry.heard(Telemetry.heartbeat(T0));
        telemetry.heard(Telemetry.drained(T0));

        clock.advance(EncoderTelemetry.REMEMBERED_IDLE);
        assertThat(fleet()).hasSize(1);
        telemetry.heard(Telemetry.drained(T0));
        clock.advance(EncoderTelemetry.REMEMBERED_IDLE);
        assertThat(fleet().get(0).path("drainingBecause").asText()).isEqualTo("ordered to drain");

        clock.advance(EncoderTelemetry.REMEMBERED_IDLE);
        assertThat(fleet()).isEmpty();
    }

    @Test
    void tellsWhichHostAWorkerIsOnAndWhyItIsPutAside() {
        telemetry.heard(Telemetry.heartbeat(T0));
        assertThat(fleet().get(0).path("host").asText()).isEqualTo("encoder-7");
        assertThat(fleet().get(0).path("putAside").isNull()).isTrue();

        telemetry.heard(WorkerHeartbeat.newBuilder(Telemetry.drained(T0))
                .setWorker("named by hand")
                .setAsideUntil(T0.plusSeconds(60))
                .setDrainingBecause("tasks fail on it")
                .build());
        assertThat(fleet().get(1).path("host").asText()).isEqualTo("named by hand");
        assertThat(fleet().get(1).path("putAside").asText()).isEqualTo("tasks fail on it");
    }

    @Test
    void addsUpTheQueueAndHasNoAgeWhereNothingWaitsAndNoEndWhereNothingWorks() {
        JsonNode queue = QueueJson.of(Telemetry.backlog(T0), Optional.empty(), T0.plusSeconds(7));
        assertThat(queue.toString())
                .isEqualTo("{\"at\":\"2026-01-31T12:00:00Z\",\"workers\":1,\"waiting\":6,\"running\":2,"
                        + "\"oldestSeconds\":7.0,\"workSeconds\":60.0,\"slotsBusy\":2,\"slotsFree\":2,"
                        + "\"drainSeconds\":15.0,\"predictedLate\":3,\"videos\":[]}");

        JsonNode nobody = QueueJson.of(
                EncoderBacklog.newBuilder(Telemetry.backlog(T0))
                        .setLanes(List.of())
                        .build(),
                Optional.empty(),
                T0);
        assertThat(nobody.path("oldestSeconds").isNull()).isTrue();
        assertThat(nobody.path("drainSeconds").isNull()).isTrue();
    }

    @Test
    void listsWhoseTurnItIsAndWhetherThatIsTooLate() {
        EncoderBacklog backlog = EncoderBacklog.newBuilder(Telemetry.backlog(T0))
                .setVideos(List.of(
                        Telemetry.waiting("urgent", "a", QueueTurn.BY_URGENCY, T0, 30_000),
                        Telemetry.waiting("patient", "b", QueueTurn.BEHIND, T0, 90_000)))
                .build();

        assertThat(QueueJson.of(backlog, Optional.empty(), T0).path("videos"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"position\":1,\"id\":\"urgent\",\"attempt\":1,\"title\":\"A talk\","
                                + "\"priority\":\"high\",\"turn\":\"by-urgency\","
                                + "\"requestedAt\":\"2026-01-31T12:00:00Z\",\"dueAt\":\"2026-01-31T12:01:00Z\","
                                + "\"hasDeadline\":true,\"waiting\":4,\"running\":2,\"workSeconds\":60.0,"
                                + "\"encodedAt\":\"2026-01-31T12:00:30Z\",\"late\":false}",
                        "{\"position\":2,\"id\":\"patient\",\"attempt\":1,\"title\":\"A talk\","
                                + "\"priority\":\"high\",\"turn\":\"behind\","
                                + "\"requestedAt\":\"2026-01-31T12:00:00Z\",\"dueAt\":\"2026-01-31T12:01:00Z\","
                                + "\"hasDeadline\":true,\"waiting\":4,\"running\":2,\"workSeconds\":60.0,"
                                + "\"encodedAt\":\"2026-01-31T12:01:30Z\",\"late\":true}");
        JsonNode own = QueueJson.of(backlog, Optional.of("b"), T0).path("videos");
        assertThat(own).hasSize(1);
        assertThat(own.get(0).path("position").asInt()).isEqualTo(2);
    }

    @Test
    void namesTheTasksOfATenantToThatTenantOnly() {
        telemetry.heard(Telemetry.heartbeat(T0));

        assertThat(task(Optional.of(Telemetry.TENANT)).path("video").asText()).isEqualTo("v");
        assertThat(task(Optional.of("other")).has("video")).isFalse();
        assertThat(task(Optional.of("other")).path("progress").asDouble()).isEqualTo(0.25);
    }

    private JsonNode task(Optional<String> onlyTenant) {
        return FleetJson.of(telemetry.workers(), onlyTenant).at("/workers/0/tasks/0");
    }

    private JsonNode fleet() {
        return FleetJson.of(telemetry.workers(), Optional.empty()).path("workers");
    }
}
