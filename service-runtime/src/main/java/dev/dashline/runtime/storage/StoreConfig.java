package dev.dashline.runtime.storage;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.access.AccessRules;
import dev.dashline.store.access.ObjectStores;
import dev.dashline.store.gcs.GcsOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which object stores are used, and what this deployment may do in them.
 *
 * @param sources what may be read
 * @param ownRoots what may be read, written and removed; empty for anything
 * @param emulator the address used in place of Google Cloud Storage, without credentials
 * @param retryFor how long to retry a call that fails for a transient reason
 */
public record StoreConfig(SourceRules sources, List<URI> ownRoots, Optional<URI> emulator, Duration retryFor) {

    private static final String GOOGLE = "https://storage.googleapis.com";

    public static final Setting<URI> STORAGE_EMULATOR_HOST = Setting.required(
                    "STORAGE_EMULATOR_HOST",
                    "What to talk to for gs: objects. With anything but Google's own address no credentials are used;"
                            + " with that, Google's application default credentials (GOOGLE_APPLICATION_CREDENTIALS and"
                            + " so on).",
                    "an address such as http://localhost:4443",
                    StoreConfig::parseHost)
            .withDefault(GOOGLE);

    public static final Setting<Duration> STORE_RETRY_FOR = Setting.duration(
                    "STORE_RETRY_FOR",
                    "How long one call to an object store is tried again if it fails for a reason that passes.")
            .withDefault("60s");

    /** Private root of uploads; empty if none are taken. */
    public static final Setting<Optional<URI>> UPLOAD_URI = uploads();

    public static final List<Setting<?>> SETTINGS =
            List.of(SourceRules.SOURCE_ROOTS, STORAGE_EMULATOR_HOST, STORE_RETRY_FOR);

    public StoreConfig {
        ownRoots = List.copyOf(ownRoots);
    }

    /**
     * Reads environment variables.
     *
     * @throws ConfigException if any is invalid
     */
    public static StoreConfig from(Map<String, String> environment) {
        Settings settings = Settings.load(environment, SETTINGS);
        return new StoreConfig(
                new SourceRules(settings.get(SourceRules.SOURCE_ROOTS)),
                List.of(),
                emulator(settings),
                settings.get(STORE_RETRY_FOR));
    }

    /** Nothing but this root, which may be read, written and removed. */
    public static StoreConfig ofOnly(URI root, Settings settings) {
        return new StoreConfig(
                new SourceRules(List.of(root)), List.of(root), emulator(settings), settings.get(STORE_RETRY_FOR));
    }

    private static Optional<URI> emulator(Settings settings) {
        return Optional.of(settings.get(STORAGE_EMULATOR_HOST)).filter(host -> !host.equals(URI.create(GOOGLE)));
    }

    /** No restrictions; for a single machine and for tests. */
    public static StoreConfig unrestricted() {
        return from(Map.of());
    }

    /** A copy in which these roots may also be read, and nothing outside of them may be written or removed. */
    public StoreConfig owning(URI... roots) {
        List<URI> all = Stream.concat(ownRoots.stream(), Arrays.stream(roots)).toList();
        return new StoreConfig(sources, all, emulator, retryFor);
    }

    /** A copy in which this root may also be read. */
    public StoreConfig reading(URI root) {
        if (sources.areAnything()) {
            return this;
        }
        List<URI> all = Stream.concat(sources.roots().stream(), Stream.of(root)).toList();
        return new StoreConfig(new SourceRules(all), ownRoots, emulator, retryFor);
    }

    /** A copy that uses another address in place of Google Cloud Storage. */
    public StoreConfig withEmulator(URI host) {
        return new StoreConfig(sources, ownRoots, Optional.of(host), retryFor);
    }

    /** A copy with another retry limit. */
    public StoreConfig retryingFor(Duration time) {
        return new StoreConfig(sources, ownRoots, emulator, time);
    }

    /**
     * Opens all stores under these rules. Does not connect to any yet.
     *
     * @param threads creates the threads that wait for the network, when a network store is first used
     */
    public ObjectStores open(Supplier<ExecutorService> threads) {
        return open(threads, (scheme, store) -> store);
    }

    /** As {@link #open(Supplier)}, and counts what is asked of the stores. */
    public ObjectStores open(Supplier<ExecutorService> threads, MeterRegistry meters) {
        return open(threads, (scheme, store) -> new MeasuredStore(store, scheme, meters));
    }

    private ObjectStores open(
            Supplier<ExecutorService> threads, BiFunction<String, ObjectStore, ObjectStore> decoration) {
        List<Path> folders = Stream.concat(sources.roots().stream(), ownRoots.stream())
                .filter(root -> "file".equals(root.getScheme()))
                .map(Path::of)
                .toList();
        AccessRules rules = new AccessRules(
                object -> sources.allow(object) || Root.anyContains(ownRoots, object),
                object -> ownRoots.isEmpty() || Root.anyContains(ownRoots, object),
                sources.areAnything() ? List.of() : folders);
        return ObjectStores.open(rules, new GcsOptions(emulator, retryFor), threads, decoration);
    }

    private static URI parseHost(String text) {
        URI host = URI.create(text.contains("://") ? text : "http://" + text);
        if (host.getHost() == null) {
            throw new IllegalArgumentException();
        }
        return URI.create(host.getScheme() + "://" + host.getAuthority());
    }

    private static Setting<Optional<URI>> uploads() {
        String none = "none";
        Setting<URI> root = Setting.root("UPLOAD_URI", "");
        return Setting.required(
                        root.key(),
                        "Private root for what clients upload, the same for ingest-service and encoder-service; " + none
                                + " for no uploads.",
                        root.rule() + ", or " + none,
                        text -> text.equals(none)
                                ? Optional.<URI>empty()
                                : Optional.of(root.parser().apply(text)))
                .withDefault(none);
    }
}
