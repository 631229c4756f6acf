package dev.dashline.runtime.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.runtime.threads.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of one service. Safe for use by any thread. */
public final class Metrics implements AutoCloseable {

    /** Accepts meters and exports none. */
    static final MeterRegistry NOWHERE = new CompositeMeterRegistry();

    /** How soon a meter that a client has made later is seen. To look through hundreds of meters costs time. */
    private static final Duration REFRESH_EVERY = Duration.ofMinutes(5);

    private final PrometheusMeterRegistry registry;
    private final ScheduledExecutorService refresh;

    @GuardedBy("this")
    private final List<AutoCloseable> binders = new ArrayList<>();

    /** For a program without a supervisor: starts its own thread that looks for new meters of Kafka clients. */
    public Metrics() {
        this(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    private Metrics(PrometheusMeterRegistry registry) {
        this(registry, new Supervisor(registry).scheduled("kafka-meters", 1));
    }

    /**
     * @param registry where all meters are registered; closed with this
     * @param refresh looks for new meters of Kafka clients at intervals; shut down with this
     */
    public Metrics(PrometheusMeterRegistry registry, ScheduledExecutorService refresh) {
        this.registry = registry;
        this.refresh = refresh;
    }

    /** Where a service registers its own meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Adds the meters of the JVM: memory, garbage collection, threads, processors. */
    public void bindJvm() {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        closeLater(collections);
    }

    /** Adds the meters of a Kafka Streams application. */
    public void bind(KafkaStreams streams) {
        KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams, List.of(), refresh, REFRESH_EVERY);
        binder.bindTo(registry);
        closeLater(binder);
    }

    /**
     * Adds the meters of a producer. They stay until this is closed, so the producer should live as long as its
     * service.
     */
    public <K, V> Producer<K, V> bind(Producer<K, V> producer) {
        bind(new KafkaClientMetrics(producer, List.of(), refresh, REFRESH_EVERY));
        return producer;
    }

    /**
     * Adds the meters of a consumer. They stay until this is closed, so the consumer should live as long as its
     * service.
     */
    public <K, V> Consumer<K, V> bind(Consumer<K, V> consumer) {
        bind(new KafkaClientMetrics(consumer, List.of(), refresh, REFRESH_EVERY));
        return consumer;
    }

    /**
     * Extends the configuration of a share consumer so that its metrics are exported here until it is closed.
     *
     * @return a new map with the given configuration and the additions
     */
    public Map<String, Object> ofShareConsumer(Map<String, Object> config) {
        Map<String, Object> reporting = new HashMap<>(config);
        reporting.merge(
                CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                ShareConsumerMeters.class.getName(),
                (given, own) -> given + "," + own);
        reporting.put(ShareConsumerMeters.REGISTRY, registry);
        return reporting;
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
        refresh.shutdownNow();
        registry.close();
    }
}
