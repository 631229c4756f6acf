package dev.dashline.runtime.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of one service. Safe for use by any thread. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @GuardedBy("this")
    private final List<AutoCloseable> binders = new ArrayList<>();

    /** Where a service registers its own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Adds what the JVM tells of itself: memory, garbage collection, threads, processors. */
    public void bindJvm() {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        closeLater(collections);
    }

    /** Adds what a Kafka Streams application tells of itself. */
    public void bind(KafkaStreams streams) {
        KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams);
        binder.bindTo(registry);
        closeLater(binder);
    }

    /** Adds what a producer tells of itself. */
    public void bind(Producer<?, ?> producer) {
        bind(new KafkaClientMetrics(producer));
    }

    /** Adds what a consumer tells of itself. */
    public void bind(Consumer<?, ?> consumer) {
        bind(new KafkaClientMetrics(consumer));
    }

    /**
     * Adds what a share consumer tells of itself.
     *
     * @return takes it away again, for a consumer that ends before its service
     */
    public AutoCloseable bind(ShareConsumer<?, ?> consumer) {
        ShareConsumerMetrics binder = new ShareConsumerMetrics(consumer.metrics());
        binder.bindTo(registry);
        return binder;
    }

    private void bind(KafkaClientMetrics binder) {
        binder.bindTo(registry);
        closeLater(binder);
    }

    /** All meters, in Prometheus' text format 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    private synchronized void closeLater(AutoCloseable binder) {
        binders.add(binder);
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable binder : binders) {
            try {
                binder.close();
            } catch (Exception e) {
                throw new IllegalStateException("a meter binder does not close", e);
            }
        }
        registry.close();
    }
}
