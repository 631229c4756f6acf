package dev.dashline.encoder.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.encoder.schedule.TaskTry;
import dev.dashline.events.DrainWorker;
import dev.dashline.events.StopTask;
import dev.dashline.events.WorkerOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerOrdersTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final List<TaskTry> cancelled = new ArrayList<>();
    private final TaskGate gate = new TaskGate(new StopSignal(), Clock.systemUTC(), () -> {});
    private final WorkerOrders orders = new WorkerOrders("w", gate, cancelled::add);

    @Test
    void heedsOnlyWhatIsForThisProcess() {
        orders.heed(new WorkerOrder("other", T0, new DrainWorker()));
        orders.heed(new WorkerOrder("other", T0, new StopTask("v", 1, "video-00003", 2, "r")));
        assertThat(gate.isClosed()).isFalse();
        assertThat(cancelled).isEmpty();

        orders.heed(new WorkerOrder("w", T0, new DrainWorker()));
        assertThat(gate.isClosed()).isTrue();
    }

    @Test
    void stopsThisTryOfATaskAndGoesOnTakingOthers() {
        orders.heed(new WorkerOrder("w", T0, new StopTask("v", 1, "video-00003", 2, "r")));

        assertThat(cancelled).containsExactly(new TaskTry("v", 1, "video-00003", 2));
        assertThat(gate.isClosed()).isFalse();
    }
}
