package dev.dashline.cli.stack;

import dev.dashline.cli.base.CliException;
import dev.dashline.cli.client.Submitter;
import dev.dashline.cli.follow.EventVideos;
import dev.dashline.cli.follow.VideoFollower;
import dev.dashline.cli.follow.VideoSnapshot;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.kafka.KafkaSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole deployment: broker (in a JVM of its own), registry, ingest-service, publisher-service and encoder-services.
 * All of its processes end when it is closed or when this JVM shuts down. A stack with data of its own is closed in
 * order, to go on from there. A temporary one is given up instead, because nothing of it is needed any more: its broker
 * is killed, and its services end beside what comes next in this JVM. Thread-safe.
 */
public final class EmbeddedStack implements EncodingStack {

    private final Lifetime lifetime;
    private final StackEnvironment environment;
    private final Optional<URI> api;
    private final Submitter submitter;
    private final List<Service> services;

    EmbeddedStack(
            Lifetime lifetime,
            StackEnvironment environment,
            Optional<URI> api,
            Submitter submitter,
            List<Service> services) {
        this.lifetime = lifetime;
        this.environment = environment;
        this.api = api;
        this.submitter = submitter;
        this.services = List.copyOf(services);
    }

    /**
     * Starts everything, and returns when requests are accepted.
     *
     * @throws CliException if that is not possible here; nothing is left of it then
     */
    public static EmbeddedStack start(StackOptions options) {
        Lifetime lifetime = new Lifetime();
        try {
            DataDir data = lifetime.add(options.dataDir().map(DataDir::kept).orElseGet(DataDir::temporary));
            return new StackStarter(options, data, lifetime).start();
        } catch (RuntimeException e) {
            lifetime.close();
            throw e;
        }
    }

    /** Where requests are accepted; a stack without an API has no such place. */
    public URI api() {
        return api.orElseThrow(() -> new IllegalStateException("this stack has no API"));
    }

    /** Takes requests, with and without an API. */
    @Override
    public Submitter submitter() {
        return submitter;
    }

    public String bootstrapServers() {
        return environment.bootstrapServers();
    }

    public String registryUrl() {
        return environment.registryUrl();
    }

    @Override
    public VideoFollower follow(Map<String, String> inputs, Instant since) {
        return new EventVideos(kafka(), inputs, since);
    }

    /** How a client of the broker and the registry is configured. */
    public KafkaSettings kafka() {
        return KafkaSettings.from(environment.joiningEncoder());
    }

    /** The environment that a process of its own needs to join as another encoder. */
    public Map<String, String> joiningEncoder() {
        return environment.joiningEncoder();
    }

    /**
     * Checks that no service has failed for good.
     *
     * @throws CliException if one has
     */
    @Override
    public void requireSound() {
        for (Service service : services) {
            service.fatalError().ifPresent(fault -> {
                throw new CliException(
                        service.name() + " has failed (" + fault + "); run it again with --verbose to see why", fault);
            });
        }
    }

    /** Its videos are where they are wanted. */
    @Override
    public VideoSnapshot delivered(VideoSnapshot ended) {
        return ended;
    }

    /** Tells other commands of this user that it runs, if what they want can be done here. */
    public void announce() {
        if (environment.output().getScheme().equals("file")) {
            AutoCloseable unused = lifetime.add(StackFile.of(System.getenv()).announce(api()));
        }
    }

    /** The meters of all services, in Prometheus' text format. */
    public String metrics() {
        return MetricsPage.join(services.stream().map(Service::scrape).toList());
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
