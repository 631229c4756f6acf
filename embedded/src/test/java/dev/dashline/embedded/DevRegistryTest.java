package dev.dashline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevRegistryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String V1 = record("{\"name\":\"a\",\"type\":\"int\"}");
    private static final String V2 =
            record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    private static final String NEEDS_C = record("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"c\",\"type\":\"int\"}");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path dataDir;

    private DevRegistry registry;

    @BeforeEach
    void start() {
        registry = DevRegistry.start(0, dataDir);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void givesTheSameSchemaTheSameIdUnderEverySubject() {
        assertThat(register("a", V1).path("id").asInt()).isEqualTo(1);
        assertThat(register("a", V2).path("id").asInt()).isEqualTo(2);
        assertThat(register("a", V1).path("id").asInt()).isEqualTo(1);
        assertThat(register("b", V1).path("id").asInt()).isEqualTo(1);
        assertThat(send("GET", "/subjects", "")).isEqualTo(json("[\"a\",\"b\"]"));
        assertThat(send("GET", "/schemas/ids/1/versions", ""))
                .isEqualTo(json("[{\"subject\":\"a\",\"version\":1},{\"subject\":\"b\",\"version\":1}]"));
    }

    @Test
    void findsASchemaAgainById() {
        register("a", V1);

        assertThat(schemaIn(send("GET", "/schemas/ids/1", ""))).isEqualTo(json(V1));
    }

    @Test
    void looksUpASchemaUnderASubject() {
        register("a", V1);
        register("a", V2);

        JsonNode found = send("POST", "/subjects/a", body(V2));

        assertThat(found.path("id").asInt()).isEqualTo(2);
        assertThat(found.path("version").asInt()).isEqualTo(2);
        assertThat(found.path("subject").asText()).isEqualTo("a");
        assertThat(schemaIn(found)).isEqualTo(json(V2));
    }

    @Test
    void listsAndReadsVersions() {
        register("a", V1);
        register("a", V2);

        assertThat(send("GET", "/subjects/a/versions", "")).isEqualTo(json("[1,2]"));
        assertThat(schemaIn(send("GET", "/subjects/a/versions/1", ""))).isEqualTo(json(V1));
        assertThat(schemaIn(send("GET", "/subjects/a/versions/latest", ""))).isEqualTo(json(V2));
        assertThat(send("GET", "/subjects/a/versions/2/schema", "")).isEqualTo(json(V2));
    }

    @Test
    void decodesSubjectsInPaths() {
        register("a%2Fb%20c+d", V1);

        assertThat(send("GET", "/subjects", "")).isEqualTo(json("[\"a/b c+d\"]"));
    }

    @Test
    void answersWithConfluentsErrorCodes() {
        register("a", V1);

        assertThat(error("GET", "/subjects/none/versions", "")).isEqualTo("404 40401");
        assertThat(error("POST", "/subjects/none", body(V1))).isEqualTo("404 40401");
        assertThat(error("GET", "/subjects/a/versions/9", "")).isEqualTo("404 40402");
        assertThat(error("GET", "/schemas/ids/9", "")).isEqualTo("404 40403");
        assertThat(error("POST", "/subjects/a", body(V2))).isEqualTo("404 40403");
        assertThat(error("GET", "/config/a", "")).isEqualTo("404 40408");
        assertThat(error("POST", "/subjects/a/versions", body("{\"type\":\"nonsense\"}")))
                .isEqualTo("422 42201");
        assertThat(error("POST", "/subjects/a/versions", "{}")).isEqualTo("422 42201");
        assertThat(error("GET", "/subjects/a/versions/zero", "")).isEqualTo("422 42202");
        assertThat(error("PUT", "/config", "{\"compatibility\":\"PERHAPS\"}")).isEqualTo("422 42203");
        assertThat(error("POST", "/subjects/a/versions", "{")).isEqualTo("400 400");
        assertThat(error("DELETE", "/subjects", "")).isEqualTo("405 405");
        assertThat(error("GET", "/nothing/here", "")).isEqualTo("404 404");
        assertThat(error("POST", "/subjects/a/versions", "x".repeat((1 << 20) + 1)))
                .isEqualTo("413 413");
    }

    @Test
    void turnsDownASchemaThatCannotReadAnOlderVersion() {
        register("a", V1);
        assertThat(send("POST", "/compatibility/subjects/a/versions/latest", body(NEEDS_C)))
                .isEqualTo(json("{\"is_compatible\":false}"));

        assertThat(error("POST", "/subjects/a/versions", body(NEEDS_C))).isEqualTo("409 409");
        assertThat(send("GET", "/subjects/a/versions", "")).isEqualTo(json("[1]"));
    }

    @Test
    void looksAtAllOlderVersionsUnlessConfiguredOtherwise() {
        String withoutA = record("{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
        String aWithoutDefault = V2;
        register("a", V1);
        register("a", withoutA);
        send("PUT", "/config/a", "{\"compatibility\":\"NONE\"}");
        register("a", record("{\"name\":\"x\",\"type\":\"string\"}"));
        send("PUT", "/config/a", "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");

        assertThat(error("POST", "/subjects/a/versions", body(aWithoutDefault))).isEqualTo("409 409");
        send("PUT", "/config/a", "{\"compatibility\":\"NONE\"}");
        assertThat(register("a", aWithoutDefault).path("id").asInt()).isEqualTo(4);
    }

    @Test
    void isBackwardTransitiveByDefault() {
        assertThat(send("GET", "/config", "")).isEqualTo(json("{\"compatibilityLevel\":\"BACKWARD_TRANSITIVE\"}"));
        assertThat(send("PUT", "/config", "{\"compatibility\":\"FULL\"}"))
                .isEqualTo(json("{\"compatibility\":\"FULL\"}"));
        assertThat(send("GET", "/config", "")).isEqualTo(json("{\"compatibilityLevel\":\"FULL\"}"));
    }

    @Test
    void knowsEverythingAgainAfterARestart() {
        register("a", V1);
        register("b", V2);
        send("PUT", "/config/b", "{\"compatibility\":\"NONE\"}");

        restart();

        assertThat(schemaIn(send("GET", "/schemas/ids/2", ""))).isEqualTo(json(V2));
        assertThat(send("GET", "/config/b", "")).isEqualTo(json("{\"compatibilityLevel\":\"NONE\"}"));
        assertThat(register("a", V2).path("id").asInt()).isEqualTo(2);
        assertThat(register("b", NEEDS_C).path("id").asInt()).isEqualTo(3);
    }

    @Test
    void forgetsAnEntryThatACrashCutOff() throws Exception {
        register("a", V1);
        registry.close();
        Files.writeString(dataDir.resolve("schemas.jsonl"), "{\"kind\":\"sch", StandardOpenOption.APPEND);

        registry = DevRegistry.start(0, dataDir);

        assertThat(register("a", V2).path("id").asInt()).isEqualTo(2);
        restart();
        assertThat(send("GET", "/subjects/a/versions", "")).isEqualTo(json("[1,2]"));
    }

    @Test
    void saysWhichLineOfItsJournalIsDamaged() throws Exception {
        register("a", V1);
        registry.close();
        Files.writeString(dataDir.resolve("schemas.jsonl"), "nonsense\n{}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> DevRegistry.start(0, dataDir))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void refusesADirectoryThatAnotherRegistryUses() {
        assertThatThrownBy(() -> DevRegistry.start(0, dataDir))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("another registry uses");
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(registry.url()).startsWith("http://127.0.0.1:");
    }

    private void restart() {
        registry.close();
        registry = DevRegistry.start(0, dataDir);
    }

    private JsonNode register(String subject, String schema) {
        JsonNode answer = send("POST", "/subjects/" + subject + "/versions", body(schema));
        assertThat(answer.has("id")).as(answer.toString()).isTrue();
        return answer;
    }

    private String error(String method, String path, String body) {
        JsonNode answer = send(method, path, body);
        return answer.path("status").asText() + ' ' + answer.path("error_code").asText();
    }

    /** The answer's body; of an error, with the status in it. */
    private JsonNode send(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                ((com.fasterxml.jackson.databind.node.ObjectNode) answer).put("status", response.statusCode());
            }
            return answer;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode schemaIn(JsonNode answer) {
        return json(answer.path("schema").asText());
    }

    private static String body(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
