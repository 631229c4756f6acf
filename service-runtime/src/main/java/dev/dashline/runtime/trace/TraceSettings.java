package dev.dashline.runtime.trace;

import dev.dashline.runtime.config.Setting;
import dev.dashline.runtime.config.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where spans go, by the names that OpenTelemetry has for such settings.
 *
 * @param endpoint of a collector that speaks OTLP over HTTP; empty for no traces
 * @param headers of each request to it
 * @param share of the attempts that are traced, from 0 to 1
 */
public record TraceSettings(Optional<URI> endpoint, Map<String, String> headers, double share) {

    /** No traces. */
    public static final TraceSettings OFF = new TraceSettings(Optional.empty(), Map.of(), 1);

    private static final String NONE = "none";

    private static final Setting<Optional<URI>> ENDPOINT = Setting.required(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "Collector that takes traces as OTLP over HTTP, in protobuf; /v1/traces is added. " + NONE
                            + " for no traces.",
                    "an http or https URI such as http://collector:4318, or " + NONE,
                    TraceSettings::endpoint)
            .withDefault(NONE);

    private static final Setting<Map<String, String>> HEADERS = Setting.required(
                    "OTEL_EXPORTER_OTLP_HEADERS",
                    "Headers of the requests to the collector, such as Authorization=Bearer%20abc; values are"
                            + " percent-encoded. A secret.",
                    "NAME=VALUE, several separated by commas, or " + NONE,
                    TraceSettings::headers)
            .withDefault(NONE);

    private static final Setting<Double> SHARE = Setting.required(
                    "OTEL_TRACES_SAMPLER_ARG",
                    "Which share of the attempts is traced. All services choose the same ones if they have the same"
                            + " share.",
                    "a number from 0 to 1",
                    TraceSettings::share)
            .withDefault("1");

    /** Every setting that {@link #from} reads. */
    public static final List<Setting<?>> SETTINGS = List.of(ENDPOINT, HEADERS, SHARE);

    /**
     * Reads environment variables.
     *
     * @param settings loaded with {@link #SETTINGS}
     */
    public static TraceSettings from(Settings settings) {
        return new TraceSettings(settings.get(ENDPOINT), settings.get(HEADERS), settings.get(SHARE));
    }

    private static Optional<URI> endpoint(String text) {
        if (text.equals(NONE)) {
            return Optional.empty();
        }
        URI uri = URI.create(text.endsWith("/") ? text : text + "/");
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null) {
            throw new IllegalArgumentException(text);
        }
        return Optional.of(uri.resolve("v1/traces"));
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new TreeMap<>();
        if (!text.equals(NONE)) {
            for (String header : text.split(",", -1)) {
                int equals = header.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("no NAME=VALUE");
                }
                String value = header.substring(equals + 1).strip().replace("+", "%2B");
                headers.put(header.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return headers;
    }

    private static double share(String text) {
        double share = Double.parseDouble(text);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return share;
    }
}
