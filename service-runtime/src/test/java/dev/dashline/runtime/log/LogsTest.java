package dev.dashline.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.runtime.config.ConfigException;
import dev.dashline.runtime.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

class LogsTest {

    @Test
    void plainLinesCarryVideoAndAttempt() throws Exception {
        assertThat(logged(Map.of()))
                .contains("INFO", "Encoder", "task done", "videoId=v1", "attempt=2", "task=\"analyze\"")
                .doesNotContain("noise");
    }

    @Test
    void jsonLinesCarryVideoAndAttempt() throws Exception {
        JsonNode line = new ObjectMapper().readTree(logged(Map.of("LOG_FORMAT", "json")));

        assertThat(line.path("message").asText()).isEqualTo("task done");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("videoId").asText()).isEqualTo("v1");
        assertThat(line.path("attempt").asText()).isEqualTo("2");
        assertThat(line.path("task").asText()).isEqualTo("analyze");
    }

    @Test
    void ourLevelCanBeRaised() throws Exception {
        assertThat(logged(Map.of("LOG_LEVEL", "WARN"))).isEmpty();
    }

    @Test
    void contextIsPutBackAsItWas() {
        MDC.put("kept", "1");
        try (LogContext outer = LogContext.of("a", 1)) {
            try (LogContext inner = LogContext.of("b", 2)) {
                assertThat(MDC.get("videoId")).isEqualTo("b");
            }
            assertThat(MDC.get("videoId")).isEqualTo("a");
            assertThat(MDC.get("attempt")).isEqualTo("1");
        }
        assertThat(MDC.get("videoId")).isNull();
        assertThat(MDC.get("kept")).isEqualTo("1");
        MDC.remove("kept");
    }

    @Test
    void rejectsFormatsAndLevelsThatDoNotExist() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> Settings.load(Map.of("LOG_FORMAT", "xml", "LOG_LEVEL", "LOUD"), LogSettings.SETTINGS));

        assertThat(refused.problems())
                .map(Object::toString)
                .containsExactly(
                        "LOG_FORMAT=xml must be plain or json",
                        "LOG_LEVEL=LOUD must be TRACE, DEBUG, INFO, WARN, ERROR or OFF");
    }

    /** What the services' own logback.xml writes, in a logging system beside that of the tests. */
    private static String logged(Map<String, String> variables) throws JoranException {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, UTF_8));
        LoggerContext context = new LoggerContext();
        try {
            LogbackMDCAdapter mdc = new LogbackMDCAdapter();
            mdc.put("videoId", "v1");
            mdc.put("attempt", "2");
            context.setMDCAdapter(mdc);
            variables.forEach(context::putProperty);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Objects.requireNonNull(LogsTest.class.getResource("/logback.xml")));
            Logger ours = context.getLogger("dev.dashline.Encoder");
            ours.atInfo().addKeyValue("task", "analyze").log("task done");
            context.getLogger("org.apache.kafka.Noisy").info("noise");
        } finally {
            context.stop();
            System.setErr(before);
        }
        return written.toString(UTF_8);
    }
}
