package dev.dashline.publisher;

import dev.dashline.publisher.forecast.DemandEstimator;
import dev.dashline.publisher.pool.PoolBounds;
import dev.dashline.publisher.pool.PoolSettings;
import dev.dashline.publisher.pool.PoolStrategy;
import dev.dashline.publisher.publication.PublicationPolicy;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.host.HostConfig;
import dev.dashline.runtime.storage.Buckets;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.storage.StorageRoots;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of a publisher-service.
 *
 * @param host settings that every service has
 * @param target where videos become public
 * @param policy how attempts are judged
 * @param pool how many publishers are kept ready
 */
public record PublisherConfig(HostConfig host, Target target, PublicationPolicy policy, PoolSettings pool) {

    /**
     * Where videos become public.
     *
     * @param roots the public and the private root
     * @param stores how object stores are used
     * @param parallelism how many objects are checked at a time before a publication
     */
    public record Target(StorageRoots roots, StoreConfig stores, int parallelism) {}

    private static final String AS_OUTPUT = "OUTPUT_URI";
    private static final double MINUTE = 60.0;

    private static final HostConfig.Declared HOST = HostConfig.declare("publisher-state", 9103);

    static final Setting<Optional<URI>> PUBLIC_BASE_URL = Setting.required(
                    "PUBLIC_BASE_URL",
                    "Where viewers find what is under OUTPUT_URI; video-published names the manifests there.",
                    "an absolute URI that ends in /, or " + AS_OUTPUT,
                    PublisherConfig::parseBase)
            .withDefault(AS_OUTPUT);
    static final Setting<Integer> VERIFY_PARALLELISM = Setting.integer(
                    "PUBLISHER_VERIFY_PARALLELISM", "Objects that are checked at a time before a publication.", 1, 512)
            .withDefault("16");
    static final Setting<Duration> GRACE = Setting.duration(
                    "DEADLINE_GRACE",
                    "For how long after its deadline a video that is with a publisher is not failed yet: the word that"
                            + " it was published before may still be on the way.")
            .withDefault("150ms");
    static final Setting<Duration> MEMORY = Setting.duration(
                    "PUBLICATION_MEMORY",
                    "For how long a video that was never published is remembered after its end, so that repeats of its"
                            + " records change nothing. One that was is remembered for ever.")
            .withDefault("720h");
    static final Setting<Duration> SWEEP_AFTER = Setting.duration(
                    "SWEEP_AFTER",
                    "How long after its end what an attempt left in the stores is removed, unless it is public. A"
                            + " replay that comes before that makes use of it.")
            .withDefault("10m");
    static final Setting<PoolStrategy> STRATEGY = Setting.required(
                    "PUBLISHER_STRATEGY",
                    "When publishers are started: when a video is encoded, for that video alone (cold); when its"
                            + " encoding starts, for that video alone (parallel); or ahead of that, as arrivals and"
                            + " start-up times suggest, for whatever is most urgent then (warm).",
                    "cold, parallel or warm",
                    text -> PoolStrategy.valueOf(text.toUpperCase(Locale.ROOT)))
            .withDefault("warm");
    static final Setting<Integer> POOL_MIN = Setting.integer(
                    "PUBLISHER_POOL_MIN", "Publishers that are kept ready at least, under warm.", 0, 1_000)
            .withDefault("1");
    static final Setting<Integer> POOL_MAX = Setting.integer(
                    "PUBLISHER_POOL_MAX", "Publishers at most: starting, ready and at work.", 1, 1_000)
            .withDefault("8");
    static final Setting<Duration> POOL_IDLE = Setting.duration(
                    "PUBLISHER_POOL_IDLE", "For how long a publisher that is not needed is kept ready, under warm.")
            .withDefault("1m");
    static final Setting<Duration> START_TIMEOUT = Setting.duration(
                    "PUBLISHER_START_TIMEOUT", "A publisher that takes longer to start is cut off and replaced.")
            .withDefault("30s");
    static final Setting<Duration> PUBLISH_TIMEOUT = Setting.duration(
                    "PUBLISHER_TIMEOUT", "A publisher that takes longer to publish is cut off, and another one tries.")
            .withDefault("2m");
    static final Setting<Integer> EXPECTED_RATE = Setting.integer(
                    "PUBLISHER_EXPECTED_PER_MINUTE",
                    "Videos a minute to be ready for before any have come; after that, those that come are counted.",
                    0,
                    100_000)
            .withDefault("0");
    static final Setting<Duration> EXPECTED_START = Setting.duration(
                    "PUBLISHER_EXPECTED_STARTUP",
                    "How long a publisher is expected to take to start, until enough have been seen.")
            .withDefault("1s");

    private static final List<Setting<?>> OWN = List.of(
            Buckets.OUTPUT_BUCKET,
            HostConfig.OUTPUT_URI,
            HostConfig.STAGING_URI,
            PUBLIC_BASE_URL,
            VERIFY_PARALLELISM,
            GRACE,
            MEMORY,
            SWEEP_AFTER,
            STRATEGY,
            POOL_MIN,
            POOL_MAX,
            POOL_IDLE,
            START_TIMEOUT,
            PUBLISH_TIMEOUT,
            EXPECTED_RATE,
            EXPECTED_START);

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = Stream.of(HOST.all(), StoreConfig.SETTINGS, OWN)
            .flatMap(List::stream)
            .toList();

    /**
     * Reads environment variables.
     *
     * @throws ConfigException if any is invalid; names every one that is
     */
    public static PublisherConfig from(Map<String, String> given) {
        Map<String, String> environment = Buckets.expand(given);
        Settings settings = Settings.load(environment, SETTINGS);
        URI output = settings.get(HostConfig.OUTPUT_URI);
        URI staging = settings.get(HostConfig.STAGING_URI);
        StoreConfig stores = StoreConfig.from(environment).owning(output, staging);
        return new PublisherConfig(
                HOST.from(environment, settings),
                new Target(new StorageRoots(output, staging), stores, settings.get(VERIFY_PARALLELISM)),
                new PublicationPolicy(
                        settings.get(PUBLIC_BASE_URL).orElse(output),
                        settings.get(GRACE),
                        settings.get(MEMORY),
                        settings.get(SWEEP_AFTER)),
                pool(settings));
    }

    private static PoolSettings pool(Settings settings) {
        int least = settings.get(POOL_MIN);
        int most = settings.get(POOL_MAX);
        if (least > most) {
            throw new ConfigException(List.of(new ConfigException.Problem(
                    POOL_MIN.key(), Integer.toString(least), "must not exceed " + POOL_MAX.key() + "=" + most)));
        }
        return new PoolSettings(
                settings.get(STRATEGY),
                new PoolBounds(
                        least,
                        most,
                        settings.get(POOL_IDLE),
                        settings.get(START_TIMEOUT),
                        settings.get(PUBLISH_TIMEOUT)),
                new DemandEstimator.Prior(settings.get(EXPECTED_RATE) / MINUTE, settings.get(EXPECTED_START)));
    }

    private static Optional<URI> parseBase(String text) {
        if (text.equals(AS_OUTPUT)) {
            return Optional.empty();
        }
        URI base = URI.create(text);
        if (!base.isAbsolute() || !text.endsWith("/")) {
            throw new IllegalArgumentException();
        }
        return Optional.of(base);
    }
}
