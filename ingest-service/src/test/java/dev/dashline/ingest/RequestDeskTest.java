package dev.dashline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused never comes to Kafka, so there is none. */
class RequestDeskTest {

    private RequestDesk desk;

    @BeforeEach
    void open(@TempDir Path folder) {
        desk = RequestDesk.of(IngestConfig.from(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "HOST", "127.0.0.1",
                "AUTH", "off",
                "ADMIN_PORT", "-1",
                "SOURCE_ROOTS", "file:///videos/",
                "STATE_DIR", folder.toString())));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void refusesASourceThatMayNotBeRead() {
        assertThat(refusal("{\"source\": \"file:///other/a.mp4\"}").reason()).isEqualTo("source-forbidden");
    }

    @Test
    void saysWhatIsWrong() {
        Problem problem = refusal("{\"source\": \"file:///videos/a.mp4\", \"publicationTimeout\": \"soon\"}");

        assertThat(problem.reason()).isEqualTo("invalid-request");
        assertThat(problem.explanation()).contains("publicationTimeout");
    }

    @Test
    void promisesNoWebhookThatNobodyWouldTell() {
        Problem problem = refusal("{\"source\": \"file:///videos/a.mp4\", \"webhook\": \"https://a.example/\"}");

        assertThat(problem.explanation()).contains("webhook cannot be told");
    }

    private Problem refusal(String body) {
        return catchThrowableOfType(ProblemException.class, () -> desk.submit(body.getBytes(StandardCharsets.UTF_8)))
                .problem();
    }
}
