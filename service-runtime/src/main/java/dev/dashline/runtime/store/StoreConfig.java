package dev.dashline.runtime.store;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which object stores there are, and what of them this deployment may touch.
 *
 * @param sourceRoots what may be read; empty for anything
 * @param ownRoots what may be read, written and removed; empty for anything
 * @param emulator what to talk to in place of Google Cloud Storage, without credentials
 * @param retryFor how long to retry a call that fails for a reason that passes
 */
public record StoreConfig(List<URI> sourceRoots, List<URI> ownRoots, Optional<URI> emulator, Duration retryFor) {

    static final String ANYTHING = "any";
    private static final String GOOGLE = "https://storage.googleapis.com";

    public static final Setting<List<URI>> SOURCE_ROOTS = Setting.required(
                    "SOURCE_ROOTS",
                    "Where sources may be, beside INPUT_BUCKET: buckets, parts of buckets and folders. Set it where requests come"
                            + " from people who must not choose what is read.",
                    "URIs such as gs://bucket/ or file:///data/in/, comma-separated, each ending in / and without .., or "
                            + ANYTHING,
                    StoreConfig::parseRoots)
            .withDefault(ANYTHING);

    public static final Setting<URI> STORAGE_EMULATOR_HOST = Setting.required(
                    "STORAGE_EMULATOR_HOST",
                    "What to talk to for gs: objects. With anything but Google's own address no credentials are used; with"
                            + " that, Google's application default credentials (GOOGLE_APPLICATION_CREDENTIALS and so on).",
                    "an address such as http://localhost:4443",
                    StoreConfig::parseHost)
            .withDefault(GOOGLE);

    public static final Setting<Duration> STORE_RETRY_FOR = Setting.duration(
                    "STORE_RETRY_FOR",
                    "How long one call to an object store is tried again if it fails for a reason that passes.")
            .withDefault("60s");

    public static final List<Setting<?>> SETTINGS = List.of(SOURCE_ROOTS, STORAGE_EMULATOR_HOST, STORE_RETRY_FOR);

    public StoreConfig {
        sourceRoots = List.copyOf(sourceRoots);
        ownRoots = List.copyOf(ownRoots);
    }

    /**
     * Reads environment variables.
     *
     * @throws ConfigException if any is wrong
     */
    public static StoreConfig from(Map<String, String> environment) {
        Settings settings = Settings.load(environment, SETTINGS);
        Optional<URI> emulator =
                Optional.of(settings.get(STORAGE_EMULATOR_HOST)).filter(host -> !host.equals(URI.create(GOOGLE)));
        return new StoreConfig(settings.get(SOURCE_ROOTS), List.of(), emulator, settings.get(STORE_RETRY_FOR));
    }

    /** Everything may be touched; for one machine, and for tests. */
    public static StoreConfig unrestricted() {
        return from(Map.of());
    }

    /** The same, where these roots, too, may be read, and nothing but them written. */
    public StoreConfig owning(URI... roots) {
        List<URI> all = Stream.concat(ownRoots.stream(), Arrays.stream(roots)).toList();
        return new StoreConfig(sourceRoots, all, emulator, retryFor);
    }

    /** The same with another store in the place of Google's. */
    public StoreConfig withEmulator(URI host) {
        return new StoreConfig(sourceRoots, ownRoots, Optional.of(host), retryFor);
    }

    /** The same with another patience. */
    public StoreConfig retryingFor(Duration time) {
        return new StoreConfig(sourceRoots, ownRoots, emulator, time);
    }

    /** Whether a source may be there, as far as its name tells. */
    public boolean allowsSource(URI object) {
        return sourceRoots.isEmpty() || isUnder(sourceRoots, object);
    }

    boolean allowsReading(URI object) {
        return allowsSource(object) || isUnder(ownRoots, object);
    }

    boolean allowsWriting(URI object) {
        return ownRoots.isEmpty() || isUnder(ownRoots, object);
    }

    private static boolean isUnder(List<URI> roots, URI object) {
        return roots.stream().anyMatch(root -> new Root(root).contains(object));
    }

    private static List<URI> parseRoots(String text) {
        if (text.equals(ANYTHING)) {
            return List.of();
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .map(Root::parse)
                .toList();
    }

    private static URI parseHost(String text) {
        URI host = URI.create(text.contains("://") ? text : "http://" + text);
        if (host.getHost() == null) {
            throw new IllegalArgumentException();
        }
        return URI.create(host.getScheme() + "://" + host.getAuthority());
    }
}
