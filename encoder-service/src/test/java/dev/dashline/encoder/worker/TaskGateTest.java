package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.events.DrainWorker;
import dev.dashline.events.PutWorkerAside;
import dev.dashline.events.ResumeWorker;
import dev.dashline.events.WorkerOrder;
import dev.dashline.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskGateTest {

    private static final Instant SCHEDULERS_TIME = Instant.parse("2026-01-01T12:00:00.250Z");
    private static final String ASIDE = "put aside until 2026-01-01T12:01:00Z: SOURCE_NOT_FOUND where others succeed";

    private final StopSignal stop = new StopSignal();
    private final AtomicInteger changes = new AtomicInteger();
    /** Is wrong by hours. */
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T07:30:00Z"));

    private final TaskGate gate = new TaskGate(stop, clock, changes::incrementAndGet);

    @Test
    void isOpenUntilAnOrderComes() {
        heed(new DrainWorker());

        assertThat(because()).isEqualTo("draining: ordered to take no tasks");
        assertThat(changes).hasValue(1);

        heed(new ResumeWorker());

        assertThat(gate.isClosed()).isFalse();
        assertThat(changes).hasValue(2);
    }

    @Test
    void isClosedForAsLongAsTheProcessIsPutAsideWhateverItsClockSays() {
        putAside(Duration.ofMinutes(1));
        assertThat(because()).isEqualTo(ASIDE);
        assertThat(gate.closed().orElseThrow().asideUntil()).contains(SCHEDULERS_TIME.plusSeconds(60));

        clock.advance(Duration.ofSeconds(59));
        assertThat(gate.isClosed()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(gate.isClosed()).isFalse();
    }

    @Test
    void anOrderThatHasRunOutAlreadyTakesTheOneBeforeBack() {
        putAside(Duration.ofMinutes(1));
        putAside(Duration.ZERO);
        assertThat(gate.isClosed()).isFalse();
    }

    @Test
    void whatPutsAsideDoesNotTakeBackWhatDrains() {
        heed(new DrainWorker());
        putAside(Duration.ofMinutes(1));
        assertThat(because()).isEqualTo("draining: ordered to take no tasks");
        assertThat(gate.closed().orElseThrow().asideUntil()).isEmpty();

        clock.advance(Duration.ofSeconds(60));

        assertThat(gate.isClosed()).isTrue();
    }

    @Test
    void staysClosedOnceTheProcessStops() {
        putAside(Duration.ofMinutes(1));
        stop.stop();
        heed(new ResumeWorker());
        assertThat(because()).isEqualTo("draining: the process was asked to stop");
    }

    private void putAside(Duration time) {
        heed(new PutWorkerAside(SCHEDULERS_TIME.plus(time), "SOURCE_NOT_FOUND where others succeed"));
    }

    private void heed(Object order) {
        gate.heed(new WorkerOrder("w", SCHEDULERS_TIME, order));
    }

    private String because() {
        return gate.closed().orElseThrow().because();
    }
}
