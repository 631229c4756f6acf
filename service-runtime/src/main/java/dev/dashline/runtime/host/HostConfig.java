package dev.dashline.runtime.host;

import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import dev.dashline.runtime.http.MetricsAccess;
import dev.dashline.runtime.kafka.KafkaSettings;
import dev.dashline.runtime.trace.TraceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings that every service has.
 *
 * @param kafka brokers and registry
 * @param stateDirectory folder of the local stores of its Streams application
 * @param sessionTimeout how long a process that dies keeps its share of the work
 * @param adminPort port for health and metrics; 0 for any free one, empty for none
 * @param metricsAccess who may read the metrics there
 * @param traces where spans go
 */
public record HostConfig(
        KafkaSettings kafka,
        Path stateDirectory,
        Duration sessionTimeout,
        Optional<Integer> adminPort,
        MetricsAccess metricsAccess,
        TraceSettings traces) {

    /** Default parent folder for the local files of a service. */
    public static final String TEMPORARY = System.getProperty("java.io.tmpdir") + "/dashline/";

    static final Setting<Duration> SESSION_TIMEOUT = Setting.duration(
                    "SESSION_TIMEOUT",
                    "How long a process that dies keeps its share of the decisions: then its sessions with Kafka end. A"
                            + " broker refuses less than 6s unless its group.min.session.timeout.ms is lower.")
            .withDefault("6s");

    private static final String NONE = "none";

    static final Setting<String> METRICS_TOKEN = Setting.text(
                    "METRICS_TOKEN",
                    "Secret that opens /metrics at ADMIN_PORT, shown as Authorization: Bearer. Without it only who is"
                            + " on this machine may read them.")
            .withDefault(NONE);

    static final Setting<Boolean> METRICS_GUARDED_BY_NETWORK = Setting.flag(
                    "METRICS_GUARDED_BY_NETWORK",
                    "True where a network policy lets nobody reach ADMIN_PORT who may not read metrics: then /metrics"
                            + " answers anybody.")
            .withDefault("false");

    /** For services that write videos. */
    public static final Setting<URI> OUTPUT_URI =
            Setting.root("OUTPUT_URI", "Public root that finished videos are written under.");

    /** For services that write videos. */
    public static final Setting<URI> STAGING_URI =
            Setting.root("STAGING_URI", "Private root for what is not published yet.");

    /**
     * The settings of one service, with the defaults of that service.
     *
     * @param stateDir folder of the local stores
     * @param adminPort port for health and metrics
     */
    public record Declared(Setting<Path> stateDir, Setting<Integer> adminPort) {

        /** All settings that {@link #from} reads. */
        public List<Setting<?>> all() {
            return Stream.of(
                            KafkaSettings.SETTINGS,
                            List.of(stateDir, SESSION_TIMEOUT, adminPort, METRICS_TOKEN, METRICS_GUARDED_BY_NETWORK),
                            TraceSettings.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();
        }

        /**
         * Reads environment variables.
         *
         * @param settings loaded with {@link #all}
         */
        public HostConfig from(Map<String, String> environment, Settings settings) {
            return new HostConfig(
                    KafkaSettings.from(environment),
                    settings.get(stateDir),
                    settings.get(SESSION_TIMEOUT),
                    Optional.of(settings.get(adminPort)).filter(port -> port >= 0),
                    new MetricsAccess(
                            settings.get(METRICS_GUARDED_BY_NETWORK),
                            Optional.of(settings.get(METRICS_TOKEN)).filter(token -> !token.equals(NONE))),
                    TraceSettings.from(settings));
        }
    }

    /**
     * Declares the settings of a service.
     *
     * @param stateFolder name of the default folder for its stores
     * @param adminPort the default port for health and metrics
     */
    public static Declared declare(String stateFolder, int adminPort) {
        return new Declared(
                Setting.path("STATE_DIR", "Local state stores: a cache of what Kafka holds, one folder per process.")
                        .withDefault(TEMPORARY + stateFolder),
                Setting.integer(
                                "ADMIN_PORT",
                                "Port of /health/live, /health/ready and /metrics; 0 for any free one, -1 for none.",
                                -1,
                                65_535)
                        .withDefault(Integer.toString(adminPort)));
    }
}
