package dev.dashline.runtime.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Exports the metrics of a share consumer as meters {@code kafka.share.consumer.…}, from its creation until it is
 * closed. Needed because Micrometer's own binder does not support share consumers. Kafka creates this class by the name
 * in the consumer's configuration: see {@link Metrics#ofShareConsumer}.
 *
 * <p>Only metrics of the consumer as a whole are exported. Those that are tagged with a node or a topic would multiply
 * the number of meters.
 */
public final class ShareConsumerMeters implements MetricsReporter {

    /** Key in a consumer's configuration: the {@link MeterRegistry}. */
    static final String REGISTRY = "dashline.meter.registry";

    private static final String TOTAL = ".total";
    private static final String CLIENT = "client-id";

    private final Map<MetricName, Meter> meters = new ConcurrentHashMap<>();
    private MeterRegistry registry = Metrics.NOWHERE;

    @Override
    public void configure(Map<String, ?> config) {
        if (config.get(REGISTRY) instanceof MeterRegistry given) {
            registry = given;
        }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        MetricName name = metric.metricName();
        if (name.tags().keySet().equals(Set.of(CLIENT)) && name.group().contains("share") && isNumber(metric)) {
            meters.computeIfAbsent(name, it -> register(it, metric));
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        Meter meter = meters.remove(metric.metricName());
        if (meter != null) {
            registry.remove(meter);
        }
    }

    @Override
    public void close() {
        meters.values().forEach(registry::remove);
        meters.clear();
    }

    private static boolean isNumber(KafkaMetric metric) {
        return metric.metricValue() instanceof Number;
    }

    private Meter register(MetricName name, KafkaMetric metric) {
        String meter = "kafka.share.consumer." + name.name().replace('-', '.');
        List<Tag> tags = List.of(Tag.of("client.id", name.tags().getOrDefault(CLIENT, "")));
        if (meter.endsWith(TOTAL)) {
            String counter = meter.substring(0, meter.length() - TOTAL.length());
            return FunctionCounter.builder(counter, metric, ShareConsumerMeters::value)
                    .tags(tags)
                    .description(name.description())
                    .register(registry);
        }
        return Gauge.builder(meter, metric, ShareConsumerMeters::value)
                .tags(tags)
                .description(name.description())
                .register(registry);
    }

    private static double value(KafkaMetric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
