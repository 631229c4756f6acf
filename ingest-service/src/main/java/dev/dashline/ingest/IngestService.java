package dev.dashline.ingest;

import dev.dashline.ingest.access.ApiKeys;
import dev.dashline.ingest.access.Authenticator;
import dev.dashline.ingest.access.OidcTokens;
import dev.dashline.ingest.connection.CertificateWatch;
import dev.dashline.ingest.http.ApiServer;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.operation.DeploymentApi;
import dev.dashline.ingest.http.operation.EventApi;
import dev.dashline.ingest.http.operation.SessionApi;
import dev.dashline.ingest.http.operation.TimelineApi;
import dev.dashline.ingest.http.operation.VideoApi;
import dev.dashline.ingest.http.tus.UploadEndpoints;
import dev.dashline.ingest.http.tus.UploadRoutes;
import dev.dashline.ingest.request.DeploymentRules;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.settings.AccessConfig;
import dev.dashline.ingest.settings.UploadSettings;
import dev.dashline.ingest.staged.StagedTimelines;
import dev.dashline.ingest.status.LocalStatuses;
import dev.dashline.ingest.status.PartitionedStatuses;
import dev.dashline.ingest.status.ReplicaAddress;
import dev.dashline.ingest.status.Replicas;
import dev.dashline.ingest.status.StatusMerger;
import dev.dashline.ingest.stream.EventFeed;
import dev.dashline.ingest.stream.EventStreams;
import dev.dashline.ingest.telemetry.BacklogLimit;
import dev.dashline.ingest.telemetry.EncoderTelemetry;
import dev.dashline.ingest.telemetry.KnownProfiles;
import dev.dashline.ingest.telemetry.ObservedRuns;
import dev.dashline.ingest.telemetry.Timelines;
import dev.dashline.ingest.topic.KafkaVideos;
import dev.dashline.ingest.topic.RequestWriter;
import dev.dashline.ingest.topic.TableReader;
import dev.dashline.ingest.topic.TableReader.Table;
import dev.dashline.ingest.topic.TelemetryReader;
import dev.dashline.ingest.topic.VideoEventReader;
import dev.dashline.ingest.upload.UploadHandler;
import dev.dashline.ingest.upload.UploadSweeper;
import dev.dashline.ingest.video.RequestHandler;
import dev.dashline.ingest.video.Statuses;
import dev.dashline.ingest.webhook.dispatch.Webhooks;
import dev.dashline.runtime.host.HostedService;
import dev.dashline.runtime.host.ServiceHost;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.kafka.StreamsRunner;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.Topics;
import dev.dashline.store.access.ObjectStores;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** An ingest replica: the HTTP API, and the statuses of some partitions. */
public final class IngestService extends HostedService {

    /** Clients that were away for no longer than it took these to happen miss nothing. */
    private static final int EVENTS_KEPT = 2_000;

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
        RequestWriter writer = host.closeLater("request writer", writer(host, config));
        Clock clock = Clock.systemUTC();
        Webhooks webhooks = Webhooks.of(host, config.webhooks());
        Statuses statuses = statuses(host, config, webhooks, writer::partitions);
        KafkaVideos videos = new KafkaVideos(writer, statuses, clock, host.spans());
        RequestHandler requests =
                new RequestHandler(videos, clock, UUID::randomUUID, config.retention(), config.writeTimeout());
        ObservedRuns runs = new ObservedRuns();
        EncoderTelemetry encoders = new EncoderTelemetry(clock);
        TelemetryReader.add(host, encoders, runs);
        KnownProfiles profiles = profiles(host, encoders);
        RequestParser parser = new RequestParser(config.sources(), rules(webhooks, profiles));
        config.api()
                .connections()
                .certificate()
                .ifPresent(
                        certificate -> host.add("certificate", new CertificateWatch(certificate, host.supervisor())));
        this.api = host.add(
                "api",
                new ApiServer(
                        config.api(),
                        admission(host, config.access()),
                        List.of(
                                new VideoApi(
                                        requests,
                                        videos,
                                        parser,
                                        new BacklogLimit(config.maxBacklog(), encoders::backlog)),
                                new SessionApi(),
                                new DeploymentApi(host, encoders, profiles, writer::write, clock),
                                new TimelineApi(videos, timelines(host, config), runs, clock),
                                new EventApi(streams(host, config, statuses), videos),
                                uploads(host, config, requests, parser)),
                        host.metrics().registry(),
                        pages));
    }

    /** Requests for any profile are taken until it is read. */
    private static KnownProfiles profiles(ServiceHost host, EncoderTelemetry encoders) {
        KnownProfiles profiles = new KnownProfiles(encoders);
        TableReader.add(host, "profiles", Topics.ENCODER_PROFILES, new Table<>(profiles::put, asked -> {}, () -> true));
        return profiles;
    }

    private static DeploymentRules rules(Webhooks webhooks, KnownProfiles profiles) {
        return new DeploymentRules() {
            @Override
            public Optional<String> webhook(String tenant, String url) {
                return webhooks.targets().problem(tenant, url);
            }

            @Override
            public Optional<String> profile(String name) {
                return profiles.problem(name);
            }
        };
    }

    private static Timelines timelines(ServiceHost host, IngestConfig config) {
        return config.staged()
                .<Timelines>map(staged ->
                        new StagedTimelines(stores(host, "store of timelines", staged.stores()), staged.layout()))
                .orElse(Timelines.NONE);
    }

    private static ObjectStores stores(ServiceHost host, String part, StoreConfig config) {
        return host.closeLater(
                part,
                config.open(
                        () -> host.supervisor().cached("gcs-call"),
                        host.metrics().registry()));
    }

    private static UploadRoutes uploads(
            ServiceHost host, IngestConfig config, RequestHandler requests, RequestParser parser) {
        if (config.uploads().isEmpty()) {
            return UploadRoutes.off();
        }
        UploadSettings settings = config.uploads().get();
        ObjectStores stores = stores(host, "store of uploads", settings.stores());
        UploadHandler uploads = new UploadHandler(
                stores, settings.names(), settings.limits(), Clock.systemUTC(), System::nanoTime, UUID::randomUUID);
        host.add("uploads", new UploadSweeper(uploads, host.supervisor()));
        return UploadRoutes.of(
                new UploadEndpoints(uploads, requests, parser), host.metrics().registry());
    }

    private static EventStreams streams(ServiceHost host, IngestConfig config, Statuses statuses) {
        EventFeed feed = new EventFeed(EVENTS_KEPT);
        VideoEventReader.add(host, statuses, feed);
        return host.add(
                "event streams",
                new EventStreams(
                        feed,
                        config.maxEventStreams(),
                        EventStreams.beatWithin(config.api().bodyTimeout()),
                        host.supervisor(),
                        host.metrics().registry()));
    }

    private static Admission admission(ServiceHost host, AccessConfig access) {
        if (!access.isOn()) {
            return access.withoutTokens();
        }
        ApiKeys keys = new ApiKeys(System::nanoTime);
        TableReader.add(host, "keys", Topics.API_KEYS, new Table<>(keys::put, keys::knownAsOf, keys::areKnown));
        return Admission.of(Authenticator.of(
                keys, access.oidc().map(issuer -> new OidcTokens(issuer, Clock.systemUTC()))));
    }

    private static Statuses statuses(ServiceHost host, IngestConfig config, Webhooks webhooks, IntSupplier partitions) {
        LocalStatuses local = new LocalStatuses();
        String here = host.admin()
                .map(admin -> ReplicaAddress.of(config.advertisedHost(), admin.port()))
                .orElseGet(ReplicaAddress::none);
        StreamsRunner streams = host.addQueriedStreams(
                "statuses",
                Set.of(Topics.VIDEO_PUBLISHED.name(), Topics.VIDEO_UNPUBLISHED.name()),
                here,
                builder -> new IngestTopology(
                                host.serdes(), () -> new StatusMerger(config.retention(), local), webhooks::dispatcher)
                        .addTo(builder));
        Replicas replicas =
                Replicas.of(host, config.replicaToken(), !config.access().isOn(), local);
        return new PartitionedStatuses(streams.places(), here, local, replicas, partitions);
    }

    /** The port that the API listens on, once started. */
    public int port() {
        return api.port();
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
