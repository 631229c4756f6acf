package dev.dashline.encoder;

import dev.dashline.encoder.task.EncodeSettings.StoreUse;
import dev.dashline.media.SourceLimits;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.host.HostConfig;
import dev.dashline.runtime.storage.Buckets;
import dev.dashline.runtime.storage.StoreConfig;
import dev.dashline.schemas.storage.StorageRoots;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of an encoder.
 *
 * @param host settings that every service has
 * @param places where videos are read and written
 * @param work how tasks are run
 * @param costs to whom meters put down what videos cost
 */
public record EncoderConfig(HostConfig host, Places places, Work work, CostSettings costs) {

    /**
     * Where videos are read and written.
     *
     * @param roots the public and the private root
     * @param profiles root of the operator's own encoding profiles; empty for none
     * @param stores which object stores are used, and what may be read from them
     * @param use limits of their use
     */
    public record Places(StorageRoots roots, Optional<URI> profiles, StoreConfig stores, StoreUse use) {}

    /**
     * How tasks are run.
     *
     * @param slots the number of tasks that run at a time
     * @param threads threads of each encoder within a task; 0 lets FFmpeg choose
     * @param drainTimeout how long running tasks may still take when the process is asked to stop
     * @param directory folder of the temporary files of tasks
     * @param kind whether tasks are executed or simulated
     * @param ffmpeg folder with the programs ffmpeg and ffprobe; empty for those that come with Dashline
     * @param cage how they are held
     * @param limits which sources are taken
     */
    public record Work(
            EncoderKind kind,
            int slots,
            int threads,
            Duration drainTimeout,
            Path directory,
            Optional<Path> ffmpeg,
            CageSettings cage,
            SourceLimits limits) {}

    private static final String BUNDLED = "bundled";
    private static final long MIB = 1L << 20;

    private static final HostConfig.Declared HOST = HostConfig.declare("encoder-state", 9102);

    static final Setting<EncoderKind> KIND = Setting.required(
                    "ENCODER_KIND",
                    "How tasks are done: with FFmpeg, or simulated, which takes the time that labels of the request"
                            + " name and needs neither FFmpeg nor sources.",
                    "ffmpeg or simulated",
                    EncoderKind::parse)
            .withDefault("ffmpeg");
    static final Setting<Integer> SOURCE_CACHE = Setting.integer(
                    "SOURCE_CACHE_MIB",
                    "How much of sources in buckets is kept in WORK_DIR, for the tasks of this process to share.",
                    16,
                    1 << 20)
            .withDefault(Long.toString(StoreUse.DEFAULT.cacheBytes() / MIB));
    static final Setting<Integer> UPLOADS = Setting.integer(
                    "ENCODER_UPLOADS", "Objects that are written at a time by this process.", 1, 1024)
            .withDefault(Integer.toString(StoreUse.DEFAULT.uploads()));
    static final Setting<Integer> SLOTS = Setting.integer(
                    "ENCODER_SLOTS", "Tasks that run at a time in this process.", 1, 1024)
            .withDefault(Integer.toString(Runtime.getRuntime().availableProcessors()), "the number of processors");
    static final Setting<Integer> THREADS = Setting.integer(
                    "ENCODER_THREADS", "FFmpeg threads of each encoder within a task; 0 lets FFmpeg choose.", 0, 256)
            .withDefault("1");
    static final Setting<Duration> DRAIN_TIMEOUT = Setting.duration(
                    "DRAIN_TIMEOUT",
                    "How long running tasks may still take when the process is asked to stop. What is not done by then"
                            + " is handed to other encoders, which begin it anew. Whoever stops the process has to"
                            + " wait for this time and a minute more before it kills it.")
            .withDefault("1m");
    static final Setting<Path> WORK_DIR =
            Setting.path("WORK_DIR", "Temporary files of running tasks.").withDefault(HostConfig.TEMPORARY + "work");
    static final Setting<String> FFMPEG_DIR = Setting.text(
                    "FFMPEG_DIR", "Folder with the programs ffmpeg and ffprobe, or " + BUNDLED + ".")
            .withDefault(BUNDLED);
    static final Setting<Optional<URI>> PROFILES_URI = Setting.required(
                    "PROFILES_URI",
                    "Folder, or bucket and prefix, with encoding profiles as NAME.yaml: added to those that come with"
                            + " Dashline, one of the same name taking its place. Read at the start.",
                    "an absolute URI such as gs://bucket/profiles/ or file:///etc/dashline/profiles/, or " + BUNDLED,
                    EncoderConfig::profiles)
            .withDefault(BUNDLED);

    private static final List<Setting<?>> OWN = List.of(
            Buckets.INPUT_BUCKET,
            Buckets.OUTPUT_BUCKET,
            HostConfig.OUTPUT_URI,
            HostConfig.STAGING_URI,
            StoreConfig.UPLOAD_URI,
            SOURCE_CACHE,
            UPLOADS,
            KIND,
            SLOTS,
            THREADS,
            DRAIN_TIMEOUT,
            WORK_DIR,
            FFMPEG_DIR,
            PROFILES_URI);

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = Stream.of(
                    HOST.all(), StoreConfig.SETTINGS, OWN, SourceSettings.ALL, CageSettings.ALL, CostSettings.SETTINGS)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /**
     * Reads environment variables.
     *
     * @throws dev.dashline.runtime.config.ConfigException if any is invalid; names every one that is
     */
    public static EncoderConfig from(Map<String, String> given) {
        Map<String, String> environment = Buckets.expand(given);
        Settings settings = Settings.load(environment, SETTINGS);
        URI output = settings.get(HostConfig.OUTPUT_URI);
        URI staging = settings.get(HostConfig.STAGING_URI);
        Optional<Path> ffmpeg = Optional.of(settings.get(FFMPEG_DIR))
                .filter(text -> !text.equals(BUNDLED))
                .map(Path::of);
        Work work = new Work(
                settings.get(KIND),
                settings.get(SLOTS),
                settings.get(THREADS),
                settings.get(DRAIN_TIMEOUT),
                settings.get(WORK_DIR),
                ffmpeg,
                CageSettings.from(settings, settings.get(SLOTS)),
                SourceSettings.from(settings));
        return new EncoderConfig(
                HOST.from(environment, settings),
                new Places(
                        new StorageRoots(output, staging),
                        settings.get(PROFILES_URI),
                        stores(StoreConfig.from(environment), settings).owning(output, staging),
                        new StoreUse(settings.get(SOURCE_CACHE) * MIB, settings.get(UPLOADS))),
                work,
                CostSettings.from(settings));
    }

    /** Uploads are sources wherever they are: ingest-service has seen whose they are. */
    private static StoreConfig stores(StoreConfig given, Settings settings) {
        return settings.get(StoreConfig.UPLOAD_URI).map(given::reading).orElse(given);
    }

    private static Optional<URI> profiles(String text) {
        return text.equals(BUNDLED)
                ? Optional.empty()
                : Optional.of(HostConfig.OUTPUT_URI.parser().apply(text));
    }
}
