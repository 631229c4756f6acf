package dev.dashline.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSettingsTest {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @Test
    void thereAreNoTracesUnlessSomebodyAsksForThem() {
        assertThat(from(Map.of())).isEqualTo(TraceSettings.OFF);
    }

    @Test
    void addsThePathOfTracesToTheEndpoint() {
        assertThat(from(Map.of(ENDPOINT, "http://collector:4318")).endpoint())
                .contains(URI.create("http://collector:4318/v1/traces"));
        assertThat(from(Map.of(ENDPOINT, "https://host/otlp/")).endpoint())
                .contains(URI.create("https://host/otlp/v1/traces"));
    }

    @Test
    void readsHeaders() {
        assertThat(from(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20a+b=, x-tenant = t"))
                        .headers())
                .isEqualTo(Map.of("Authorization", "Bearer a+b=", "x-tenant", "t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "http:///path", "on"})
    void refusesAnEndpointThatNothingCanBePostedTo(String endpoint) {
        assertThatThrownBy(() -> from(Map.of(ENDPOINT, endpoint)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(ENDPOINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "NaN", "all"})
    void refusesAShareThatIsNone(String share) {
        assertThatThrownBy(() -> from(Map.of("OTEL_TRACES_SAMPLER_ARG", share))).isInstanceOf(ConfigException.class);
    }

    private static TraceSettings from(Map<String, String> environment) {
        return TraceSettings.from(Settings.load(environment, TraceSettings.SETTINGS));
    }
}
