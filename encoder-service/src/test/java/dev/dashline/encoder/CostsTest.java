package dev.dashline.encoder;

import static dev.dashline.encoder.Requests.part;
import static dev.dashline.encoder.Requests.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.encoder.task.TaskContext;
import dev.dashline.encoder.task.TaskExecutor;
import dev.dashline.encoder.task.TaskOutcome;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.TaskReady;
import dev.dashline.events.encoder.TranscodeVideo;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void everybodyIsOnePayerUnlessSomebodyAsksForMore() {
        Costs costs = costs(Map.of());

        costs.add(of("customer", "a"), Duration.ofMillis(1_500), 10);
        costs.add(of("customer", "b"), Duration.ofMillis(500), 20);

        assertThat(seconds("all")).isEqualTo(2);
        assertThat(bytes("all")).isEqualTo(30);
    }

    @Test
    void aLabelNamesThePayer() {
        Costs costs = costs(Map.of("COST_BY", "label:customer"));

        costs.add(of("customer", "a"), Duration.ofSeconds(1), 10);
        costs.add(of("customer", "b"), Duration.ofSeconds(2), 20);
        costs.add(of("batch", "a"), Duration.ofSeconds(4), 40);

        assertThat(seconds("a")).isEqualTo(1);
        assertThat(seconds("b")).isEqualTo(2);
        assertThat(seconds("none")).isEqualTo(4);
    }

    @Test
    void theTenantIsThePayer() {
        costs(Map.of("COST_BY", "tenant"))
                .add(
                        VideoRequested.newBuilder(of("customer", "a"))
                                .setTenant("acme")
                                .build(),
                        Duration.ofSeconds(1),
                        10);

        assertThat(bytes("acme")).isEqualTo(10);
    }

    @Test
    void whoComesLaterThanThereIsRoomForIsOther() {
        Costs costs = costs(Map.of("COST_BY", "label:customer", "COST_PAYERS", "2"));

        for (int round = 0; round < 2; round++) {
            for (int customer = 0; customer < 5; customer++) {
                costs.add(of("customer", "c" + customer), Duration.ofSeconds(1), 1);
            }
        }

        assertThat(seconds("c0")).isEqualTo(2);
        assertThat(seconds("c1")).isEqualTo(2);
        assertThat(seconds("other")).isEqualTo(6);
        assertThat(meters.find("dashline.cost.processor.seconds").counters()).hasSize(4);
    }

    @Test
    void refusesAPayerThatItDoesNotKnow() {
        for (String wrong : new String[] {"label:", "customer"}) {
            assertThatThrownBy(() -> costs(Map.of("COST_BY", wrong)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("COST_BY");
        }
    }

    @Test
    void whatATaskHasStoredCountsAlsoIfTheTaskFails() {
        TaskExecutor failing = new TaskExecutor() {
            @Override
            public TaskOutcome execute(EncoderTask task, TaskContext context) {
                context.stored(7);
                throw new IllegalStateException("broken");
            }
        };
        TaskExecutor done = (task, context) -> {
            context.stored(5);
            return new TaskOutcome.Transcoded(part(task));
        };
        EncoderTask task = task("v", 1, new TaskReady("video-00000", 1, 0L, List.of(), new TranscodeVideo(0)));

        assertThatThrownBy(() -> measured(failing).execute(task, millis -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThat(measured(done))
                .satisfies(executor ->
                        assertThat(executor.execute(task, millis -> {})).isInstanceOf(TaskOutcome.Transcoded.class));

        assertThat(bytes("all")).isEqualTo(12);
    }

    private MeasuredTasks measured(TaskExecutor executor) {
        return new MeasuredTasks(executor, costs(Map.of()), meters);
    }

    private Costs costs(Map<String, String> environment) {
        return new Costs(CostSettings.from(Settings.load(environment, CostSettings.SETTINGS)), meters);
    }

    private static VideoRequested of(String label, String value) {
        return VideoRequested.newBuilder(Requests.request("v", 1))
                .setLabels(Map.of(label, value))
                .build();
    }

    private double seconds(String payer) {
        return meters.get("dashline.cost.processor.seconds")
                .tag("payer", payer)
                .counter()
                .count();
    }

    private double bytes(String payer) {
        return meters.get("dashline.cost.stored.bytes")
                .tag("payer", payer)
                .counter()
                .count();
    }
}
