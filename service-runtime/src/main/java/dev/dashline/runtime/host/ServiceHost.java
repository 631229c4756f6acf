package dev.dashline.runtime.host;

import dev.dashline.runtime.Layer;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.backlog.BacklogGauges;
import dev.dashline.runtime.backlog.BacklogReader;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.metrics.DiskSpace;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.trace.OtlpSpans;
import dev.dashline.runtime.trace.Spans;
import dev.dashline.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the parts of one service. Parts start in the order in which they were added and close in the reverse order,
 * even if closing one of them fails; threads and meters close last. The service is ready when all parts are ready, and
 * broken when one of them or one of its threads is broken.
 *
 * <p>One thread adds all parts before {@link #start()}; after that it is safe for use by any thread.
 */
public final class ServiceHost implements Service {

    private static final Logger log = LoggerFactory.getLogger(ServiceHost.class);

    /** Enough for other replicas' questions beside probes. */
    private static final int ADMIN_THREADS = 8;

    private final String name;
    private final HostConfig config;
    private final EventSerdes serdes;
    private final Metrics metrics;
    private final Supervisor supervisor;
    private final List<Part> parts = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Spans spans;
    private Optional<AdminServer> admin = Optional.empty();

    private record Part(String name, Layer layer) {}

    private ServiceHost(String name, HostConfig config) {
        this.name = name;
        this.config = config;
        this.serdes = config.kafka().serdes();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.supervisor = new Supervisor(registry);
        this.metrics = new Metrics(registry, supervisor.scheduled("kafka-meters", 1));
        metrics.bindJvm();
        DiskSpace.register(registry, "state", config.stateDirectory());
        this.spans = config.traces()
                .endpoint()
                .<Spans>map(
                        endpoint -> add("traces", new OtlpSpans(name, endpoint, config.traces(), registry, supervisor)))
                .orElse(Spans.NONE);
    }

    /**
     * Makes a service. If the wiring throws, the parts that it has added are closed.
     *
     * @param name of the service, as in {@code encoder-service}; its Streams application has the same
     * @param wiring adds the parts and makes the service of them
     */
    public static <S> S build(String name, HostConfig config, Function<ServiceHost, S> wiring) {
        ServiceHost host = new ServiceHost(name, config);
        try {
            config.adminPort().ifPresent(host::addAdmin);
            return wiring.apply(host);
        } catch (RuntimeException | Error e) {
            host.close();
            throw e;
        }
    }

    private void addAdmin(int port) {
        admin = Optional.of(add(
                "admin",
                AdminServer.on(port, this, metrics, config.metricsAccess(), supervisor.pool("admin", ADMIN_THREADS))));
    }

    /** The server at the admin port, if the service has one. */
    public Optional<AdminServer> admin() {
        return admin;
    }

    public KafkaSettings kafka() {
        return config.kafka();
    }

    /** For all events; shared, since each has its own connection to the registry. */
    public EventSerdes serdes() {
        return serdes;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Takes what happens to attempts, if traces are wanted. */
    public Spans spans() {
        return spans;
    }

    /** Owner of all threads of the service. */
    public Supervisor supervisor() {
        return supervisor;
    }

    /**
     * Adds a part that builds on those added before.
     *
     * @param part its name, as readiness and logs show it
     */
    public <L extends Layer> L add(String part, L layer) {
        parts.add(new Part(part, layer));
        Gauge.builder("dashline.part.ready", layer, it -> it.notReadyBecause().isEmpty() ? 1 : 0)
                .description("1 while a part of the service can do its work, 0 while it cannot")
                .tag("part", part)
                .register(metrics.registry());
        return layer;
    }

    /** Adds something that needs no start, only to be closed after the parts that are added later. */
    public <C extends AutoCloseable> C closeLater(String part, C resource) {
        add(part, () -> {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return resource;
    }

    /**
     * Makes the service's Streams application and adds it.
     *
     * @param part its name, as readiness and logs show it
     * @param garbageOf the topics whose undecodable records this application puts on {@code video-failed}
     */
    public StreamsRunner addStreams(String part, Set<String> garbageOf, Consumer<StreamsBuilder> topology) {
        return addStreams(part, garbageOf, Optional.empty(), topology);
    }

    /**
     * Makes the service's Streams application, whose stores are queried, and adds it.
     *
     * @param queriedAt as {@link StreamsRunner.Application#queriedAt}
     */
    public StreamsRunner addQueriedStreams(
            String part, Set<String> garbageOf, String queriedAt, Consumer<StreamsBuilder> topology) {
        return addStreams(part, garbageOf, Optional.of(queriedAt), topology);
    }

    private StreamsRunner addStreams(
            String part, Set<String> garbageOf, Optional<String> queriedAt, Consumer<StreamsBuilder> topology) {
        StreamsRunner.Application application = new StreamsRunner.Application(
                name, config.stateDirectory(), garbageOf, config.sessionTimeout(), queriedAt);
        return add(part, StreamsRunner.of(application, topology, config.kafka(), serdes, metrics, supervisor));
    }

    /** Adds gauges of the backlog, if the service has an admin port that exports them. */
    public void addBacklog(boolean ofEncoders) {
        config.adminPort()
                .ifPresent(port -> add(
                        "backlog",
                        new BacklogGauges(
                                BacklogReader.estimating(config.kafka(), List.of(name), ofEncoders),
                                metrics.registry(),
                                supervisor)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        parts.forEach(part -> part.layer().start());
    }

    /** What is missing: each part that is not ready, with its reason. */
    @Override
    public Optional<String> notReadyBecause() {
        Stream<String> missing = parts.stream()
                .flatMap(part -> part.layer().notReadyBecause().map(reason -> part.name() + ": " + reason).stream());
        String reasons =
                Stream.concat(missing, supervisor.notReadyBecause().stream()).collect(Collectors.joining("; "));
        return Optional.of(reasons).filter(text -> !text.isEmpty());
    }

    @Override
    public Optional<Throwable> fatalError() {
        return supervisor
                .fatalError()
                .or(() -> parts.stream()
                        .flatMap(part -> part.layer().fatalError().stream())
                        .findFirst());
    }

    @Override
    public String scrape() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            for (int last = parts.size() - 1; last >= 0; last--) {
                close(parts.get(last).name(), parts.get(last).layer());
            }
            close("threads", supervisor);
            close("metrics", metrics);
        }
    }

    /** Logs a failure rather than throw it, so that the remaining parts are closed, too. */
    @SuppressWarnings("CatchingUnchecked")
    private static void close(String part, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Throwable failure) {
            log.atError().addKeyValue("part", part).setCause(failure).log("part of the service did not close");
        }
    }
}
