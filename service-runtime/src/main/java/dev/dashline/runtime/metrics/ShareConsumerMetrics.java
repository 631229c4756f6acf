package dev.dashline.runtime.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The numbers of a share consumer as meters {@code kafka.share.consumer.…}: Micrometer's own binder does not take one. Only what
 * counts for the client as a whole; what has a node or a topic among its tags is left out. Kafka lets any thread read these. Meters
 * do not keep a consumer alive.
 */
final class ShareConsumerMetrics implements MeterBinder, AutoCloseable {

    private static final String TOTAL = ".total";
    private static final String CLIENT = "client-id";

    private final Map<MetricName, ? extends Metric> metrics;
    private final List<Runnable> removals = new CopyOnWriteArrayList<>();

    ShareConsumerMetrics(Map<MetricName, ? extends Metric> metrics) {
        this.metrics = metrics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        metrics.forEach((name, metric) -> {
            if (name.group().contains("share")
                    && name.tags().keySet().equals(Set.of(CLIENT))
                    && metric.metricValue() instanceof Number) {
                Meter meter = register(registry, name, metric);
                removals.add(() -> registry.remove(meter));
            }
        });
    }

    private static Meter register(MeterRegistry registry, MetricName name, Metric metric) {
        String meter = "kafka.share.consumer." + name.name().replace('-', '.');
        List<Tag> tags = List.of(Tag.of("client.id", name.tags().getOrDefault(CLIENT, "")));
        if (meter.endsWith(TOTAL)) {
            return FunctionCounter.builder(
                            meter.substring(0, meter.length() - TOTAL.length()), metric, ShareConsumerMetrics::value)
                    .tags(tags)
                    .description(name.description())
                    .register(registry);
        }
        return Gauge.builder(meter, metric, ShareConsumerMetrics::value)
                .tags(tags)
                .description(name.description())
                .register(registry);
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public void close() {
        removals.forEach(Runnable::run);
    }
}
