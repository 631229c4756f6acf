package dev.dashline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.access.Identity;
import dev.dashline.ingest.access.Role;
import dev.dashline.ingest.connection.ConnectionSettings;
import dev.dashline.ingest.http.ApiClient.Answer;
import dev.dashline.ingest.http.gate.Admission;
import dev.dashline.ingest.http.gate.Change;
import dev.dashline.ingest.page.PageSettings;
import dev.dashline.ingest.video.Events;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import dev.dashline.testsupport.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a proxy says of a request is believed if the proxy is known. A cookie tells how the service sees a request. */
@Timeout(60)
class ProxyTest {

    private static final String KEY = "{\"key\": \"me\"}";

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,           https,       __Host-dashline=",
        "127.0.0.1,             https,       __Host-dashline=",
        "127.0.0.1,             'http,https', __Host-dashline=",
        "127.0.0.1,             'https,http', dashline=",
        "127.0.0.1,             gopher,      dashline=",
        "'10.0.0.0/8,::1,192.0.2.7', https,  dashline=",
        "none,                  https,       dashline=",
    })
    void aKnownProxySaysWhetherTheClientsConnectionIsEncrypted(String trusted, String proto, String cookie) {
        try (ApiServer server = server(trusted)) {
            Answer answer = new ApiClient(server.port()).post("/session", KEY, "X-Forwarded-Proto", proto);

            assertThat(answer.header("Set-Cookie")).startsWith(cookie);
        }
    }

    @Test
    void aKnownProxySaysWhichHostTheClientHasAskedFor() {
        try (ApiServer trusting = server("127.0.0.1");
                ApiServer other = server("none")) {
            String[] headers = {"Origin", "https://video.example", "X-Forwarded-Host", "video.example"};

            assertThat(new ApiClient(trusting.port())
                            .post("/session", KEY, headers)
                            .status())
                    .isEqualTo(200);
            assertThat(new ApiClient(other.port())
                            .post("/session", KEY, headers)
                            .status())
                    .isEqualTo(403);
            assertThat(new ApiClient(trusting.port())
                            .post("/session", KEY, "Origin", "https://video.example", "X-Forwarded-Host", "a b/c")
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,         '198.51.100.1, 203.0.113.9', 203.0.113.9",
        "127.0.0.1,         2001:db8::7,                 2001:db8:0:0:0:0:0:7",
        "127.0.0.1,         nonsense,                    127.0.0.1",
        "none,              203.0.113.9,                 127.0.0.1",
    })
    void aChangeIsLoggedWithTheAddressThatIsBelieved(String trusted, String forwarded, String client) {
        Logger audit = (Logger) LoggerFactory.getLogger(Change.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        audit.addAppender(lines);
        try (ApiServer server = server(trusted)) {
            Answer answer = new ApiClient(server.port())
                    .post(
                            "/videos",
                            "{\"source\": \"gs://input/a.mp4\"}",
                            "Authorization",
                            "Bearer mine",
                            "X-Forwarded-For",
                            forwarded);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(lines.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getKeyValuePairs().toString())
                            .contains("change=\"submit\"", "client=\"" + client + '"', "tenant=\"news\""));
        } finally {
            audit.detachAppender(lines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/8,", "10.0.0/33", "*", "10.0.0.0/99"})
    void namesAreNotProxies(String trusted) {
        assertThatThrownBy(() -> settings(trusted))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("TRUSTED_PROXIES");
    }

    private static ConnectionSettings settings(String trusted) {
        return ConnectionSettings.from(Settings.load(Map.of("TRUSTED_PROXIES", trusted), ConnectionSettings.SETTINGS));
    }

    private static ApiServer server(String trusted) {
        InMemoryVideos videos = new InMemoryVideos();
        ManualClock clock = new ManualClock(Events.T0);
        ApiServer server = new ApiServer(
                new ApiSettings(
                        "127.0.0.1",
                        0,
                        1_024,
                        Duration.ofSeconds(10),
                        2,
                        settings(trusted),
                        PageSettings.WITHOUT_VIDEOS),
                Admission.of(token -> new Identity.Known(
                        new Caller("me", "news", EnumSet.allOf(Role.class), List.of(), OptionalInt.empty()))),
                new Deployment(videos, clock).operations(videos.api(clock)),
                new SimpleMeterRegistry(),
                Map.of());
        server.start();
        return server;
    }
}
