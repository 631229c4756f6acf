package dev.dashline.ingest;

import dev.dashline.ingest.http.ApiServer;
import dev.dashline.ingest.http.VideoApi;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.http.AdminServer;
import dev.dashline.runtime.kafka.BacklogGauges;
import dev.dashline.runtime.kafka.BacklogReader;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.metrics.Metrics;
import dev.dashline.schemas.Topics;
import dev.dashline.schemas.serde.EventSerdes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ingest replica: the HTTP API, a share of the adding-up, and a whole table of statuses. */
public final class IngestService implements Service {

    private static final Logger log = LoggerFactory.getLogger(IngestService.class);

    private final Metrics metrics = new Metrics();
    private final StreamsRunner statuses;
    private final RequestWriter writer;
    private final ApiServer api;
    private final Optional<BacklogGauges> backlog;
    private final Optional<AdminServer> admin;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<Throwable> failedToStart = new AtomicReference<>();

    /** Without further pages. */
    public IngestService(IngestConfig config) {
        this(config, Map.of());
    }

    /**
     * Connects, but neither listens nor reads before {@link #start()}.
     *
     * @param pages further pages of plain text, by their paths: what else a deployment on one machine shows at this port
     */
    public IngestService(IngestConfig config, Map<String, Supplier<String>> pages) {
        EventSerdes serdes = config.kafka().serdes();
        this.statuses = StreamsRunner.of(
                new StreamsRunner.Application(
                        Topics.INGEST, config.statuses().directory(), Set.of(Topics.VIDEO_PUBLISHED.name())),
                builder -> new IngestTopology(serdes, config.statuses().retention()).addTo(builder),
                config.kafka(),
                serdes,
                metrics);
        this.writer =
                RequestWriter.connect(config.kafka(), impatient(config.kafka()).serdes(), config.writeTimeout());
        Clock clock = Clock.systemUTC();
        KafkaVideos videos = new KafkaVideos(
                writer, () -> statuses.store(StatusIndex.STORE, QueryableStoreTypes.keyValueStore()), clock);
        RequestHandler reception = new RequestHandler(
                videos, clock, UUID::randomUUID, config.statuses().retention(), config.writeTimeout());
        this.api = new ApiServer(
                config.api(),
                new VideoApi(reception, videos, new RequestParser(config.sources())),
                metrics.registry(),
                pages);
        metrics.bindJvm();
        // Only where somebody can ask for them.
        this.backlog = config.adminPort()
                .map(port -> new BacklogGauges(
                        new BacklogReader(config.kafka(), List.of(Topics.INGEST), List.of()), metrics.registry()));
        this.admin = config.adminPort().map(port -> AdminServer.start(port, this, metrics));
    }

    @Override
    public String name() {
        return Topics.INGEST;
    }

    @Override
    public void start() {
        api.start();
        // Blocks until the table of statuses is read: requests are taken before that.
        Thread starter = new Thread(this::startStatuses, "ingest-statuses-start");
        starter.setDaemon(true);
        starter.start();
        backlog.ifPresent(BacklogGauges::start);
    }

    /** The port that the API listens on, once started. */
    public int port() {
        return api.port();
    }

    @Override
    public String scrape() {
        return metrics.scrape();
    }

    @Override
    public Optional<String> notReadyBecause() {
        return statuses.notReadyBecause();
    }

    @Override
    public Optional<Throwable> fatalError() {
        Optional<Throwable> start = Optional.ofNullable(failedToStart.get());
        return start.isPresent() ? start : statuses.fatalError();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            api.close();
            writer.close();
            statuses.close();
            backlog.ifPresent(BacklogGauges::close);
            admin.ifPresent(AdminServer::close);
            metrics.close();
        }
    }

    private void startStatuses() {
        try {
            statuses.start();
        } catch (RuntimeException e) {
            if (!closed.get()) {
                log.atError().setCause(e).log("statuses cannot be read");
                failedToStart.set(e);
            }
        }
    }

    /** A client waits for the answer: the registry is asked a second time, and no more. */
    private static KafkaSettings impatient(KafkaSettings kafka) {
        Map<String, String> registry = new HashMap<>(kafka.registry());
        registry.putIfAbsent("max.retries", "1");
        registry.putIfAbsent("http.read.timeout.ms", "5000");
        return new KafkaSettings(kafka.client(), registry);
    }
}
