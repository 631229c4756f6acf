package dev.dashline.publisher;

import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.pool.PublicationExecutor;
import dev.dashline.publisher.pool.PublisherKind;
import dev.dashline.publisher.store.ObjectStorePublishers;
import dev.dashline.runtime.host.HostedService;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.access.ObjectStores;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A publisher replica: the arbiter of some of the videos, and a pool of publishers for those. */
public final class PublisherService extends HostedService {

    private final PublicationExecutor executor;
    private final EncodingMonitor encodings = new EncodingMonitor();

    /** Publishes into the configured object store. Connects, but does no work before {@link #start()}. */
    public static PublisherService of(PublisherConfig config) {
        return of(config, host -> objectStorePublishers(host, config.target()));
    }

    /** Uses other publishers than those for object stores, such as simulated ones. */
    public static PublisherService of(PublisherConfig config, PublisherKind kind) {
        return of(config, host -> kind);
    }

    private static PublisherService of(PublisherConfig config, Function<ServiceHost, PublisherKind> kind) {
        return ServiceHost.build(
                Topics.PUBLISHER, config.host(), host -> new PublisherService(host, config, kind.apply(host)));
    }

    /**
     * On close, the arbiter, which issues orders, closes first, then the pool that carries them out, then what the pool
     * uses.
     */
    private PublisherService(ServiceHost host, PublisherConfig config, PublisherKind kind) {
        super(host);
        host.addBacklog(false);
        ResultProducer results = host.add(
                "result producer",
                ResultProducer.connect(
                        host.kafka(), host.serdes().of(Topics.PUBLISHER_RESULTS).serializer(), host.metrics()));
        this.executor = host.add(
                "publishers",
                new PublicationExecutor(kind, config.pool(), Clock.systemUTC(), host.supervisor(), results));
        host.add(
                "progress reader",
                ProgressReader.connect(
                        host.kafka(), host.serdes(), encodings::progress, host.metrics(), host.supervisor()));
        ExpectationListener expectations = encodings.and(executor);
        PublicationMetrics outcomes = new PublicationMetrics(host.metrics().registry(), host.spans());
        host.addStreams(
                "arbiter",
                Set.of(Topics.VIDEO_REQUESTED.name(), Topics.VIDEO_ENCODED.name(), Topics.PUBLISHER_RESULTS.name()),
                builder -> new PublisherTopology(
                                host.serdes(), () -> new Arbiter(config.policy(), executor, expectations, outcomes))
                        .addTo(builder));
        bindGauges(host.metrics().registry());
    }

    private static PublisherKind objectStorePublishers(ServiceHost host, PublisherConfig.Target target) {
        ObjectStores store = host.closeLater(
                "object stores",
                target.stores()
                        .open(
                                () -> host.supervisor().cached("gcs-call"),
                                host.metrics().registry()));
        return host.closeLater(
                "object store publishers",
                ObjectStorePublishers.of(
                        store,
                        StorageLayout.standard(target.roots()),
                        Clock.systemUTC(),
                        target.parallelism(),
                        host.supervisor()));
    }

    /** How many publishers are ready. A simulation waits for them before it starts. */
    public int warmPublishers() {
        return executor.warm();
    }

    /** How many publishers are starting. */
    public int startingPublishers() {
        return executor.starting();
    }

    /** How many publishers are at work. */
    public int busyPublishers() {
        return executor.busy();
    }

    private void bindGauges(MeterRegistry registry) {
        gauge(
                registry,
                "dashline.publishers.starting",
                "Publishers that are getting ready",
                PublicationExecutor::starting);
        gauge(registry, "dashline.publishers.warm", "Publishers that are ready", PublicationExecutor::warm);
        gauge(registry, "dashline.publishers.busy", "Publishers at work", PublicationExecutor::busy);
        gauge(
                registry,
                "dashline.publications.waiting",
                "Videos that wait for a publisher",
                PublicationExecutor::waiting);
        gauge(
                registry,
                "dashline.publications.withdrawing",
                "Withdrawals that are not done yet",
                PublicationExecutor::withdrawing);
        FunctionCounter.builder("dashline.publications.predicted.late", executor, PublicationExecutor::predictedLate)
                .description("Attempts predicted to miss their deadlines for want of a publisher")
                .register(registry);
        FunctionCounter.builder("dashline.encodings.predicted.late", encodings, EncodingMonitor::predictedLate)
                .description("Attempts predicted to miss their deadlines because their encoding takes too long")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<PublicationExecutor> value) {
        Gauge.builder(name, executor, value).description(description).register(registry);
    }
}
