package dev.dashline.publisher;

import dev.dashline.publisher.forecast.ExpectationListener;
import dev.dashline.publisher.pool.PublicationExecutor;
import dev.dashline.publisher.pool.PublisherKind;
import dev.dashline.publisher.store.ObjectStorePublishers;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.kafka.BacklogGauges;
import dev.dashline.runtime.kafka.BacklogReader;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import dev.dashline.schemas.storage.StorageLayout;
import dev.dashline.store.access.ObjectStores;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;

/** A publisher replica: the arbiter of some of the videos, and a pool of publishers for those. */
public final class PublisherService implements Service {

    private final Metrics metrics = new Metrics();
    private final Supervisor supervisor = new Supervisor(metrics.registry());
    private final PublicationExecutor executor;
    private final ResultProducer results;
    private final EncodingMonitor encodings = new EncodingMonitor();
    private final ProgressReader progress;
    private final StreamsRunner arbiter;
    private final Runnable closeKind;
    private final Optional<BacklogGauges> backlog;
    private final Optional<AdminServer> admin;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Publishes into the configured object store. Connects, but does no work before {@link #start()}. */
    public static PublisherService of(PublisherConfig config) {
        ObjectStores store = config.target().stores().open();
        ObjectStorePublishers kind = new ObjectStorePublishers(
                store,
                StorageLayout.standard(config.target().roots()),
                Clock.systemUTC(),
                config.target().parallelism());
        return new PublisherService(config, kind, () -> {
            kind.close();
            store.close();
        });
    }

    /**
     * Publishes by other publishers than those for object stores, such as simulated ones.
     *
     * @param closeKind is run once no publisher is at work any more
     */
    public PublisherService(PublisherConfig config, PublisherKind kind, Runnable closeKind) {
        this.closeKind = closeKind;
        EventSerdes serdes = config.kafka().serdes();
        this.results = ResultProducer.connect(
                config.kafka(), serdes.of(Topics.PUBLISHER_RESULTS).serializer());
        this.executor = new PublicationExecutor(kind, config.pool(), Clock.systemUTC(), supervisor, results);
        this.progress = ProgressReader.connect(config.kafka(), serdes, encodings::progress);
        ExpectationListener expectations = encodings.and(executor);
        PublicationMetrics outcomes = new PublicationMetrics(metrics.registry());
        this.arbiter = StreamsRunner.of(
                new StreamsRunner.Application(
                        Topics.PUBLISHER,
                        config.stateDirectory(),
                        Set.of(
                                Topics.VIDEO_REQUESTED.name(),
                                Topics.VIDEO_ENCODED.name(),
                                Topics.PUBLISHER_RESULTS.name())),
                builder -> new PublisherTopology(
                                serdes, () -> new Arbiter(config.policy(), executor, expectations, outcomes))
                        .addTo(builder),
                config.kafka(),
                serdes,
                metrics);
        bindGauges(metrics.registry());
        metrics.bindJvm();
        // Only where somebody can ask for them.
        this.backlog = config.adminPort()
                .map(port -> new BacklogGauges(
                        new BacklogReader(config.kafka(), List.of(Topics.PUBLISHER), List.of()), metrics.registry()));
        this.admin = config.adminPort().map(port -> AdminServer.start(port, this, metrics));
    }

    @Override
    public String name() {
        return Topics.PUBLISHER;
    }

    @Override
    public void start() {
        executor.start();
        progress.start();
        arbiter.start();
        backlog.ifPresent(BacklogGauges::start);
    }

    /** How many publishers are ready: a simulation waits for them before it begins. */
    public int warmPublishers() {
        return executor.warm();
    }

    /** How many publishers are getting ready. */
    public int startingPublishers() {
        return executor.starting();
    }

    /** How many publishers are at work. */
    public int busyPublishers() {
        return executor.busy();
    }

    @Override
    public String scrape() {
        return metrics.scrape();
    }

    @Override
    public Optional<String> notReadyBecause() {
        return arbiter.notReadyBecause();
    }

    @Override
    public Optional<Throwable> fatalError() {
        return arbiter.fatalError().or(results::fatalError).or(supervisor::fatalError);
    }

    /** First whoever gives orders, then who carries them out, then what they use. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            arbiter.close();
            progress.close();
            executor.close();
            supervisor.close();
            results.close();
            closeKind.run();
            backlog.ifPresent(BacklogGauges::close);
            admin.ifPresent(AdminServer::close);
            metrics.close();
        }
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
