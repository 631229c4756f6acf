package dev.dashline.cli.stack;

import dev.dashline.cli.CliException;
import dev.dashline.embedded.DevRegistry;
import dev.dashline.embedded.EmbeddedBroker;
import dev.dashline.encoder.EncoderConfig;
import dev.dashline.encoder.EncoderService;
import dev.dashline.encoder.ffmpeg.BundledFfmpeg;
import dev.dashline.ingest.IngestConfig;
import dev.dashline.ingest.IngestService;
import dev.dashline.publisher.PublisherConfig;
import dev.dashline.publisher.PublisherService;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.schemas.TopicProvisioner;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * Starts the parts of a stack, as many at the same time as can be: the broker takes longest, and what does not need it is
 * done meanwhile.
 */
final class StackStarter {

    private final StackOptions options;
    private final DataDir data;
    private final Lifetime lifetime;

    StackStarter(StackOptions options, DataDir data, Lifetime lifetime) {
        this.options = options;
        this.data = data;
        this.lifetime = lifetime;
    }

    EmbeddedStack start() {
        int port = FreePort.of(options.ports().api(), "--port");
        FreePort.of(options.ports().broker(), "--broker-port");
        FreePort.of(options.ports().registry(), "--registry-port");
        lifetime.nextLayer();
        Background<EmbeddedBroker> broker = background("broker", this::startBroker);
        Background<DevRegistry> registry = background("registry", this::startRegistry);
        Background<BundledFfmpeg> ffmpeg = background("ffmpeg", BundledFfmpeg::install);
        StackEnvironment environment = new StackEnvironment(
                broker.get().bootstrapServers(),
                registry.get().url(),
                options.places().output().orElseGet(() -> folderUri("videos")),
                options.places().staging().orElseGet(() -> folderUri("staging")),
                options.places().sources(),
                StackEnvironment.stores(System.getenv()));
        provision(KafkaSettings.from(environment.joiningEncoder()));
        ffmpeg.get();
        List<Service> services = startServices(environment, port);
        return new EmbeddedStack(lifetime, environment, URI.create("http://localhost:" + port), services);
    }

    private EmbeddedBroker startBroker() {
        try {
            return startBroker("broker");
        } catch (UncheckedIOException e) {
            if (options.dataDir().isPresent()) {
                throw e;
            }
            // Its ports were free a moment ago, and somebody else may have been quicker: others will do.
            return startBroker("broker-2");
        }
    }

    private EmbeddedBroker startBroker(String name) {
        return lifetime.add(EmbeddedBroker.start(folder(name), options.ports().broker()));
    }

    private DevRegistry startRegistry() {
        return lifetime.add(DevRegistry.start(options.ports().registry(), folder("registry")));
    }

    private static void provision(KafkaSettings kafka) {
        try (Admin admin = Admin.create(kafka.common())) {
            List<String> differences = new TopicProvisioner(admin, 1).provision();
            if (!differences.isEmpty()) {
                throw new CliException(differences.get(0) + "; or begin anew with another --data-dir");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the stack was being started", e);
        }
    }

    private List<Service> startServices(StackEnvironment environment, int port) {
        lifetime.nextLayer();
        List<Background<Service>> starting = new ArrayList<>();
        starting.add(started(
                "ingest", () -> new IngestService(IngestConfig.from(environment.ingest(port, folder("ingest"))))));
        starting.add(started(
                "publisher",
                () -> PublisherService.of(PublisherConfig.from(environment.publisher(folder("publisher"))))));
        int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, options.encoders()));
        for (int number = 1; number <= options.encoders(); number++) {
            Path state = folder("encoder-" + number);
            Path work = folder("work-" + number);
            starting.add(started(
                    "encoder", () -> EncoderService.of(EncoderConfig.from(environment.encoder(slots, state, work)))));
        }
        return starting.stream().map(Background::get).toList();
    }

    private Background<Service> started(String name, Supplier<Service> factory) {
        return background(name, () -> {
            Service service = lifetime.add(factory.get());
            service.start();
            return service;
        });
    }

    /** The end of the stack waits for what is still being started: nothing is left behind by who comes too late. */
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
