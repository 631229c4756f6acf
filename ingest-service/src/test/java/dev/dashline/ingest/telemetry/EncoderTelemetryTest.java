package dev.dashline.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.events.EncoderBacklog;
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
        JsonNode queue = QueueJson.of(Telemetry.backlog(T0), T0.plusSeconds(7));
        assertThat(queue.toString())
                .isEqualTo("{\"at\":\"2026-01-31T12:00:00Z\",\"workers\":1,\"waiting\":6,\"running\":2,"
                        + "\"oldestSeconds\":7.0,\"workSeconds\":60.0,\"slotsBusy\":2,\"slotsFree\":2,"
                        + "\"drainSeconds\":15.0,\"predictedLate\":3}");

        JsonNode nobody = QueueJson.of(
                EncoderBacklog.newBuilder(Telemetry.backlog(T0))
                        .setLanes(List.of())
                        .build(),
                T0);
        assertThat(nobody.path("oldestSeconds").isNull()).isTrue();
        assertThat(nobody.path("drainSeconds").isNull()).isTrue();
    }

    private JsonNode fleet() {
        return FleetJson.of(telemetry.workers(), Optional.empty()).path("workers");
    }
}
