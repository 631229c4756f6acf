package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.IngestClient;
import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.ingest.RequestDesk;
import dev.dashline.media.ffmpeg.BundledFfmpeg;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import dev.dashline.schemas.serde.SchemaRegistrar;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Starts the parts of a stack, in parallel where possible: the broker takes longest, so whatever does not need it
 * starts meanwhile.
 */
final class StackStarter {

    private static final long READY_POLL_MILLIS = 20;

    /** For the few videos of one command: each partition costs processor time at the start. */
    private static final Map<String, String> SMALL_BROKER = Map.of(
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    private final StackOptions options;
    private final DataDir data;
    private final Lifetime lifetime;
    private final List<Service> running = new CopyOnWriteArrayList<>();

    StackStarter(StackOptions options, DataDir data, Lifetime lifetime) {
        this.options = options;
        this.data = data;
        this.lifetime = lifetime;
    }

    EmbeddedStack start() {
        options.ports().api().ifPresent(port -> FreePort.require(port, "--port"));
        FreePort.require(options.ports().broker(), "--broker-port");
        FreePort.require(options.ports().registry(), "--registry-port");
        lifetime.nextLayer(true);
        Background<EmbeddedBroker> broker = background("broker", this::startBroker);
        Background<DevRegistry> registry = background("registry", this::startRegistry);
        // Needs no broker.
        Background<SchemaRegistrar> schemas =
                background("schemas", () -> registered(registry.get().url()));
        Optional<Background<BundledFfmpeg>> ffmpeg = options.services().usesFfmpeg()
                ? Optional.of(background("ffmpeg", BundledFfmpeg::install))
                : Optional.empty();
        StackEnvironment environment = new StackEnvironment(
                broker.get().bootstrapServers(),
                registry.get().url(),
                options.places().output().orElseGet(() -> folderUri("videos")),
                options.places().staging().orElseGet(() -> folderUri("staging")),
                folderUri("uploads"),
                options.places().sources(),
                StackEnvironment.stores(System.getenv()));
        provision(KafkaSettings.from(environment.joiningEncoder()).common());
        SchemaRegistrar unused = schemas.get();
        ffmpeg.ifPresent(Background::get);
        lifetime.nextLayer(!data.isTemporary());
        List<Background<Service>> others = startOthers(environment);
        if (options.ports().api().isEmpty()) {
            RequestDesk desk = startDesk(environment).get();
            return new EmbeddedStack(
                    lifetime, environment, Optional.empty(), new DeskSubmitter(desk), all(desk, others));
        }
        IngestService ingest = startIngest(environment).get();
        URI api = URI.create("http://localhost:" + ingest.port());
        return new EmbeddedStack(lifetime, environment, Optional.of(api), new IngestClient(api), all(ingest, others));
    }

    private static List<Service> all(Service one, List<Background<Service>> others) {
        return Stream.concat(Stream.of(one), others.stream().map(Background::get))
                .toList();
    }

    private EmbeddedBroker startBroker() {
        try {
            return startBroker("broker");
        } catch (UncheckedIOException e) {
            if (options.dataDir().isPresent()) {
                throw e;
            }
            // Another process may have taken the ports since they were picked: try once more with others.
            return startBroker("broker-2");
        }
    }

    private EmbeddedBroker startBroker(String name) {
        if (!data.isTemporary()) {
            return lifetime.add(
                    EmbeddedBroker.start(folder(name), options.ports().broker()));
        }
        EmbeddedBroker broker =
                EmbeddedBroker.start(folder(name), options.ports().broker(), SMALL_BROKER);
        AutoCloseable unused = lifetime.add(broker::kill);
        return broker;
    }

    private DevRegistry startRegistry() {
        return lifetime.add(DevRegistry.start(options.ports().registry(), folder("registry")));
    }

    private void provision(Map<String, Object> kafka) {
        try (Admin admin = Admin.create(kafka)) {
            List<String> differences =
                    (data.isTemporary() ? TopicProvisioner.small(admin) : new TopicProvisioner(admin, 1)).provision();
            if (!differences.isEmpty()) {
                throw new CliException(differences.get(0) + "; or begin anew with another --data-dir");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the stack was being started", e);
        }
    }

    private static SchemaRegistrar registered(String registryUrl) {
        SchemaRegistrar registrar = new SchemaRegistrar(Map.of("schema.registry.url", registryUrl));
        registrar.register(SchemaRegistrar.subjects(TopicProvisioner.topics(1)));
        return registrar;
    }

    private Background<RequestDesk> startDesk(StackEnvironment environment) {
        IngestConfig config = ingestConfig(environment, 0);
        return background("desk", () -> start(RequestDesk.of(config)));
    }

    private IngestConfig ingestConfig(StackEnvironment environment, int port) {
        Map<String, String> settings = environment.ingest(port, folder("ingest"));
        if (data.isTemporary()) {
            // Only who gives the command names sources: they may be where videos go, as the sample clip is.
            settings.keySet().removeAll(Set.of("OUTPUT_URI", "STAGING_URI"));
        }
        return IngestConfig.from(withOverrides(settings));
    }

    private Background<IngestService> startIngest(StackEnvironment environment) {
        IngestConfig config = ingestConfig(environment, options.ports().api().orElseThrow());
        Map<String, Supplier<String>> pages = Map.of("/metrics", this::metrics);
        return background("ingest", () -> ready(start(IngestService.of(config, pages))));
    }

    private List<Background<Service>> startOthers(StackEnvironment environment) {
        List<Background<Service>> starting = new ArrayList<>();
        starting.add(started(
                "publisher",
                () -> options.services()
                        .publisher(PublisherConfig.from(withOverrides(environment.publisher(folder("publisher")))))));
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, options.encoders()));
        for (int number = 1; number <= options.encoders(); number++) {
            Path state = folder("encoder-" + number);
            Path work = folder("work-" + number);
            starting.add(started(
                    "encoder",
                    () -> options.services()
                            .encoder(EncoderConfig.from(withOverrides(environment.encoder(slots, state, work))))));
        }
        return starting;
    }

    private Map<String, String> withOverrides(Map<String, String> environment) {
        environment.putAll(options.services().environment());
        return environment;
    }

    /** The metrics of all services on one page. */
    private String metrics() {
        return MetricsPage.join(Stream.concat(
                        running.stream().map(Service::scrape),
                        Stream.of(options.services().scrape()))
                .toList());
    }

    private Background<Service> started(String name, Supplier<Service> factory) {
        return background(name, () -> start(factory.get()));
    }

    private <S extends Service> S start(S service) {
        lifetime.add(service);
        running.add(service);
        service.start();
        return service;
    }

    /** Ingest refuses requests until it has restored the status of all videos. */
    private static <S extends Service> S ready(S service) throws InterruptedException {
        while (service.notReadyBecause().isPresent() && service.fatalError().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(READY_POLL_MILLIS);
        }
        return service;
    }

    /** Closing the stack waits for parts that are still starting, so that none is left running. */
    private <T> Background<T> background(String name, Callable<T> work) {
        return lifetime.add(Background.of(name, work));
    }

    private Path folder(String name) {
        return data.folder(name);
    }

    private URI folderUri(String name) {
        String uri = folder(name).toUri().toString();
        return URI.create(uri.endsWith("/") ? uri : uri + "/");
    }
}
