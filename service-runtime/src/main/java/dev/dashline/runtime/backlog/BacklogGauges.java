package dev.dashline.runtime.backlog;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.backlog.Backlog.Line;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of waiting and running records, read from the brokers every few seconds. Every replica of a service reports
 * the same values, so that whoever scales by them takes the maximum of all replicas and never the sum.
 */
public final class BacklogGauges implements Layer {

    private static final Logger log = LoggerFactory.getLogger(BacklogGauges.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final BacklogReader reader;
    private final MultiGauge waiting;
    private final MultiGauge running;
    private final MultiGauge oldest;
    private final MultiGauge slots;
    private final MultiGauge work;
    private final MultiGauge drain;
    private final MultiGauge late;
    private final Supervisor supervisor;
    private @Nullable Loop loop;

    /**
     * Registers the gauges. They are empty until {@link #start}.
     *
     * @param reader closed when this is closed
     */
    public BacklogGauges(BacklogReader reader, MeterRegistry registry, Supervisor supervisor) {
        this.reader = reader;
        this.supervisor = supervisor;
        this.waiting = MultiGauge.builder("dashline.backlog.waiting")
                .description("Records that wait, by group and topic")
                .register(registry);
        this.running = MultiGauge.builder("dashline.backlog.running")
                .description("Records that are being worked on, by share group and topic")
                .register(registry);
        this.oldest = MultiGauge.builder("dashline.backlog.oldest.seconds")
                .description("For how long the oldest record that waits has waited, by group and topic")
                .register(registry);
        this.slots = MultiGauge.builder("dashline.backlog.slots")
                .description("Records that all encoders together can work on at a time, by share group and topic")
                .register(registry);
        this.work = MultiGauge.builder("dashline.backlog.work.seconds")
                .description("How long one slot would take for all that waits and runs, by share group and topic")
                .register(registry);
        this.drain = MultiGauge.builder("dashline.backlog.drain.seconds")
                .description("How long all slots will take for all that waits and runs, by share group and topic")
                .register(registry);
        this.late = MultiGauge.builder("dashline.backlog.predicted.late")
                .description("Open videos that cannot all be encoded before their deadlines with these slots")
                .register(registry);
    }

    @Override
    public synchronized void start() {
        loop = supervisor.every(EVERY, "backlog", new Work() {
            @Override
            public void step() throws InterruptedException {
                update();
            }

            @Override
            public void end() {
                reader.close();
            }
        });
    }

    private void update() throws InterruptedException {
        try {
            Backlog backlog = reader.read();
            List<Line> lines = backlog.lines();
            List<Line> encoders =
                    lines.stream().filter(line -> line.work().isPresent()).toList();
            waiting.register(rows(lines, Line::waiting), true);
            running.register(rows(lines, Line::running), true);
            oldest.register(rows(lines, line -> seconds(line.oldestWaiting())), true);
            slots.register(rows(encoders, Line::slots), true);
            work.register(rows(encoders, line -> seconds(line.work())), true);
            drain.register(rows(encoders, line -> seconds(line.timeToDrain())), true);
            late.register(
                    backlog.predictedLate().stream()
                            .<MultiGauge.Row<?>>mapToObj(videos -> MultiGauge.Row.of(Tags.empty(), videos))
                            .toList(),
                    true);
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("backlog cannot be read, keeping the last values");
        }
    }

    private static double seconds(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(0L) / 1_000.0;
    }

    private static List<MultiGauge.Row<?>> rows(List<Line> lines, ToDoubleFunction<Line> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        lines.forEach(line -> rows.add(
                MultiGauge.Row.of(Tags.of("group", line.group(), "topic", line.topic()), value.applyAsDouble(line))));
        return rows;
    }

    @Override
    public synchronized void close() {
        if (loop == null) {
            reader.close();
        } else {
            loop.close();
        }
    }
}
