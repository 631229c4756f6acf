package dev.dashline.ingest;

import dev.dashline.ingest.http.ApiServer;
import dev.dashline.ingest.http.VideoApi;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.host.HostedService;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.schemas.Topics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** An ingest replica: the HTTP API, some of the aggregation, and a whole table of statuses. */
public final class IngestService extends HostedService {

    private final ApiServer api;

    /** Without further pages. */
    public static IngestService of(IngestConfig config) {
        return of(config, Map.of());
    }

    /**
     * Connects, but neither listens nor reads before {@link #start()}.
     *
     * @param pages further pages of plain text by path: what else a deployment on one machine shows at this port
     */
    public static IngestService of(IngestConfig config, Map<String, Supplier<String>> pages) {
        return ServiceHost.build(Topics.INGEST, config.host(), host -> new IngestService(host, config, pages));
    }

    private IngestService(ServiceHost host, IngestConfig config, Map<String, Supplier<String>> pages) {
        super(host);
        host.addBacklog(false);
        StreamsRunner statuses = host.streams(
                Set.of(Topics.VIDEO_PUBLISHED.name()),
                builder -> new IngestTopology(host.serdes(), config.retention()).addTo(builder));
        host.add("statuses", startedAside(statuses, host));
        RequestWriter writer = host.closeLater("request writer", writer(host, config));
        Clock clock = Clock.systemUTC();
        KafkaVideos videos = new KafkaVideos(
                writer, () -> statuses.store(StatusIndex.STORE, QueryableStoreTypes.keyValueStore()), clock);
        RequestHandler requests =
                new RequestHandler(videos, clock, UUID::randomUUID, config.retention(), config.writeTimeout());
        this.api = host.add(
                "api",
                new ApiServer(
                        config.api(),
                        new VideoApi(requests, videos, new RequestParser(config.sources())),
                        host.metrics().registry(),
                        pages));
    }

    /** The port that the API listens on, once started. */
    public int port() {
        return api.port();
    }

    /** The start blocks until the table of statuses is read. The API takes requests before that. */
    private static Layer startedAside(StreamsRunner statuses, ServiceHost host) {
        return new Layer() {
            @Override
            public void start() {
                var unused = host.supervisor().once("statuses-start", statuses::start);
            }

            @Override
            public Optional<String> notReadyBecause() {
                return statuses.notReadyBecause();
            }

            @Override
            public Optional<Throwable> fatalError() {
                return statuses.fatalError();
            }

            @Override
            public void close() {
                statuses.close();
            }
        };
    }

    private static RequestWriter writer(ServiceHost host, IngestConfig config) {
        KafkaSettings kafka = host.kafka();
        return RequestWriter.connect(kafka, impatient(kafka).serdes(), config.writeTimeout(), host.metrics());
    }

    /** A client waits for the answer, so the registry is asked twice at most. */
    private static KafkaSettings impatient(KafkaSettings kafka) {
        Map<String, String> registry = new HashMap<>(kafka.registry());
        registry.putIfAbsent("max.retries", "1");
        registry.putIfAbsent("http.read.timeout.ms", "5000");
        return new KafkaSettings(kafka.client(), registry);
    }
}
