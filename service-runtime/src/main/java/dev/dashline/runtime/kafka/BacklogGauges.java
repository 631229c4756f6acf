package dev.dashline.runtime.kafka;

import dev.dashline.runtime.DaemonThreads;
import dev.dashline.runtime.kafka.Backlog.Line;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits and runs, as gauges that are looked up every few seconds: the same from every replica of a service. */
public final class BacklogGauges implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BacklogGauges.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final BacklogReader reader;
    private final MultiGauge waiting;
    private final MultiGauge running;
    private final MultiGauge oldest;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("backlog"));

    /**
     * Gauges that are empty until {@link #start}.
     *
     * @param reader closed when this is
     */
    public BacklogGauges(BacklogReader reader, MeterRegistry registry) {
        this.reader = reader;
        this.waiting = MultiGauge.builder("dashline.backlog.waiting")
                .description("Records that wait, by group and topic")
                .register(registry);
        this.running = MultiGauge.builder("dashline.backlog.running")
                .description("Records that are being worked on, by share group and topic")
                .register(registry);
        this.oldest = MultiGauge.builder("dashline.backlog.oldest.seconds")
                .description("For how long the oldest record that waits has waited, by group and topic")
                .register(registry);
    }

    public void start() {
        var unused = clock.scheduleWithFixedDelay(this::update, 1, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void update() {
        try {
            List<Line> lines = reader.read().lines();
            waiting.register(rows(lines, Line::waiting), true);
            running.register(rows(lines, Line::running), true);
            oldest.register(
                    rows(
                            lines,
                            line -> line.oldestWaiting().map(Duration::toMillis).orElse(0L) / 1_000.0),
                    true);
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("backlog not known");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<MultiGauge.Row<?>> rows(List<Line> lines, ToDoubleFunction<Line> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        lines.forEach(line -> rows.add(
                MultiGauge.Row.of(Tags.of("group", line.group(), "topic", line.topic()), value.applyAsDouble(line))));
        return rows;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (clock.awaitTermination(5, TimeUnit.SECONDS)) {
                reader.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
