package dev.dashline.cli.stack;

import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.storage.SourceRules;
import dev.dashline.runtime.storage.StoreConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The environment of each service of a stack, as if it ran in a process of its own. Pure.
 *
 * @param bootstrapServers the broker
 * @param registryUrl the schema registry
 * @param output where public videos go; ends in {@code /}
 * @param staging where unpublished ones are; ends in {@code /}
 * @param uploads where uploads are kept, unless this process is told otherwise; ends in {@code /}
 * @param sources what may be read
 * @param stores how object stores are used, as {@link #stores} makes it of an environment
 */
record StackEnvironment(
        String bootstrapServers,
        String registryUrl,
        URI output,
        URI staging,
        URI uploads,
        List<URI> sources,
        Map<String, String> stores) {

    private static final String UPLOADS = StoreConfig.UPLOAD_URI.key();

    /**
     * Settings that are passed on from this process: the operator's own encoding profiles, how long leftovers stay, and
     * what uploads may take.
     */
    private static final List<String> OTHERS = List.of(
            "PROFILES_URI",
            "SWEEP_AFTER",
            UPLOADS,
            "UPLOAD_MAX_SIZE",
            "UPLOAD_QUOTA",
            "UPLOAD_TIMEOUT",
            "UPLOAD_RETENTION");

    /** The settings of this process for object stores and sources; all services get the same. */
    static Map<String, String> stores(Map<String, String> environment) {
        Map<String, String> stores = new LinkedHashMap<>();
        Stream.concat(StoreConfig.SETTINGS.stream().map(Setting::key), OTHERS.stream())
                .filter(name -> !name.equals(SourceRules.SOURCE_ROOTS.key()) && environment.containsKey(name))
                .forEach(name -> stores.put(name, environment.get(name)));
        return stores;
    }

    /** The environment of a separate process that joins as another encoder. */
    Map<String, String> joiningEncoder() {
        Map<String, String> environment = kafka();
        environment.put("OUTPUT_URI", output.toString());
        environment.put("STAGING_URI", staging.toString());
        environment.put("SOURCE_ROOTS", sourceRoots());
        environment.put(UPLOADS, uploads.toString());
        environment.putAll(stores);
        return environment;
    }

    Map<String, String> ingest(int port, Path state) {
        Map<String, String> environment = kafka();
        environment.put("HOST", "127.0.0.1");
        environment.put("AUTH", "off"); // whoever is on this machine may do everything
        environment.put("WEBHOOKS", "any"); // receivers are on this machine
        environment.put("PORT", Integer.toString(port));
        environment.put("OUTPUT_URI", output.toString());
        environment.put("STAGING_URI", staging.toString());
        environment.put("SOURCE_ROOTS", sourceRoots());
        environment.put("STATE_DIR", state.toString());
        environment.put(UPLOADS, uploads.toString());
        environment.putAll(stores);
        sharesProcess(environment);
        return environment;
    }

    Map<String, String> encoder(int slots, Path state, Path work) {
        Map<String, String> environment = joiningEncoder();
        environment.put("ENCODER_SLOTS", Integer.toString(slots));
        environment.put("STATE_DIR", state.toString());
        sharesProcess(environment);
        environment.put("WORK_DIR", work.toString());
        // Whoever ends a stack waits for it.
        environment.put("DRAIN_TIMEOUT", "1s");
        return environment;
    }

    Map<String, String> publisher(Path state) {
        Map<String, String> environment = joiningEncoder();
        environment.put("STATE_DIR", state.toString());
        sharesProcess(environment);
        return environment;
    }

    /** Services that share a process get no admin port of their own. */
    private static void sharesProcess(Map<String, String> environment) {
        environment.put("ADMIN_PORT", "-1");
        // The embedded broker does not collect Kafka's client telemetry.
        environment.put("KAFKA_ENABLE_METRICS_PUSH", "false");
    }

    private Map<String, String> kafka() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("SESSION_TIMEOUT", "3s"); // which the embedded broker accepts
        environment.put("SCHEMA_REGISTRY_URL", registryUrl);
        return environment;
    }

    private String sourceRoots() {
        return String.join(",", sources.stream().map(URI::toString).toList());
    }
}
