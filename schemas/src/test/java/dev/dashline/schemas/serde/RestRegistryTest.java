package dev.dashline.schemas.serde;

import static dev.dashline.schemas.Requests.aRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.dashline.events.VideoRequested;
import dev.dashline.schemas.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of a registry against one that answers what it is told to. */
class RestRegistryTest {

    private static final String TOPIC = Topics.VIDEO_REQUESTED.name();

    private record Answer(int status, String body) {}

    private final VideoRequested request = aRequest().build();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Object> config = new HashMap<>();

    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                requests.add(exchange.getRequestMethod()
                        + ' '
                        + exchange.getRequestURI()
                        + (authorization == null ? "" : ' ' + authorization));
                exchange.getRequestBody().readAllBytes();
                Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
                byte[] body = answer.body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        config.put("schema.registry.url", url);
        config.put("retries.wait.ms", 1);
        config.put("max.retries", 3);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksForAnIdOnceForAllSerdesOfOneConfiguration() {
        answers.add(new Answer(200, "{\"id\":7}"));
        EventSerdes serdes = new EventSerdes(config);

        assertThat(write(serdes)).startsWith(0, 0, 0, 0, 7);
        write(serdes);

        assertThat(requests).containsExactly("POST /subjects/video-requested-value/versions");
    }

    @Test
    void asksForASchemaOnce() {
        answers.add(schemaAnswer());
        Serde<VideoRequested> serde = new EventSerdes(config).of(Topics.VIDEO_REQUESTED);
        byte[] bytes = recordWithId(7);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(request);
        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(request);
        assertThat(requests).containsExactly("GET /schemas/ids/7");
    }

    @Test
    void onlyLooksUpWhenItMayNotRegister() {
        config.put("auto.register.schemas", "false");
        answers.add(new Answer(200, "{\"id\":7,\"version\":1}"));

        assertThat(write(new EventSerdes(config))).startsWith(0, 0, 0, 0, 7);
        assertThat(requests).containsExactly("POST /subjects/video-requested-value");
    }

    @Test
    void showsABearerToken() {
        config.put("bearer.auth.credentials.source", "STATIC_TOKEN");
        config.put("bearer.auth.token", "t0ken");
        answers.add(new Answer(200, "{\"id\":7}"));

        write(new EventSerdes(config));

        assertThat(requests).containsExactly("POST /subjects/video-requested-value/versions Bearer t0ken");
    }

    @Test
    void refusesASecondKindOfCredentials() {
        config.put("bearer.auth.token", "t0ken");
        config.put("basic.auth.user.info", "me:secret");

        assertThatThrownBy(() -> new EventSerdes(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not both");
    }

    @Test
    void triesAgainUntilThereIsAnAnswer() {
        answers.add(new Answer(503, "starting"));
        answers.add(new Answer(500, "{\"error_code\":50001,\"message\":\"backend\"}"));
        answers.add(new Answer(200, "{\"id\":7}"));

        assertThat(write(new EventSerdes(config))).startsWith(0, 0, 0, 0, 7);
        assertThat(requests).hasSize(3);
    }

    @Test
    void givesUpAfterTheRetriesThatItWasGranted() {
        answers.add(new Answer(503, "down"));

        assertThatThrownBy(() -> write(new EventSerdes(config)))
                .isInstanceOf(RegistryUnavailableException.class)
                .matches(EventSerdes::isRetriable)
                .hasMessageContaining(url)
                .hasMessageContaining("503");
        assertThat(requests).hasSize(4);
    }

    @Test
    void takesAnotherAddressWhenOneIsDead() {
        config.put("schema.registry.url", "http://127.0.0.1:1, " + url);
        config.put("max.retries", 0);
        answers.add(new Answer(200, "{\"id\":7}"));

        assertThat(write(new EventSerdes(config))).startsWith(0, 0, 0, 0, 7);
    }

    @Test
    void keepsThePathOfItsAddress() {
        config.put("schema.registry.url", url + "/apis/ccompat/v7/");
        answers.add(new Answer(200, "{\"id\":7}"));

        write(new EventSerdes(config));

        assertThat(requests).containsExactly("POST /apis/ccompat/v7/subjects/video-requested-value/versions");
    }

    @Test
    void doesNotTakeAProxysNotFoundForTheRegistrysWord() {
        config.put("max.retries", 0);
        answers.add(new Answer(404, "<html>no such host</html>"));

        assertThatThrownBy(() -> read(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void doesNotTakeAnUnknownPathForAnUnknownSchema() {
        config.put("max.retries", 0);
        answers.add(new Answer(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"));

        assertThatThrownBy(() -> read(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void neverShowsThePasswordInAMalformedAddress() {
        config.put("schema.registry.url", "htp://me:secret@registry");

        assertThatThrownBy(() -> new EventSerdes(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void takesARefusalToTalkForNoAnswer() {
        config.put("max.retries", 0);
        answers.add(new Answer(401, "{\"error_code\":40101,\"message\":\"Unauthorized\"}"));

        assertThatThrownBy(() -> read(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("Unauthorized");
    }

    @Test
    void takesAnUnknownIdForGarbage() {
        answers.add(new Answer(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}"));

        assertThatThrownBy(() -> read(7))
                .isInstanceOf(SerializationException.class)
                .matches(failure -> !EventSerdes.isRetriable(failure))
                .hasMessageContaining("Schema 7 not found");
        assertThat(requests).hasSize(1);
    }

    @Test
    void saysWhyASchemaIsNotTaken() {
        answers.add(new Answer(409, "{\"error_code\":409,\"message\":\"incompatible\"}"));

        assertThatThrownBy(() -> write(new EventSerdes(config)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("video-requested-value")
                .hasMessageContaining("incompatible");
    }

    @Test
    void authenticatesAndNeverShowsThePassword() {
        config.put("basic.auth.user.info", "me:secret");
        answers.add(new Answer(503, "down"));

        assertThatThrownBy(() -> write(new EventSerdes(config))).hasMessageNotContaining("secret");
        assertThat(requests.get(0)).endsWith(" Basic " + base64("me:secret"));
    }

    @Test
    void takesCredentialsFromTheAddress() {
        config.put("schema.registry.url", url.replace("http://", "http://me:secret@"));
        answers.add(new Answer(503, "down"));

        assertThatThrownBy(() -> write(new EventSerdes(config))).hasMessageNotContaining("secret");
        assertThat(requests.get(0)).endsWith(" Basic " + base64("me:secret"));
    }

    @Test
    void anInterruptedThreadStaysInterruptedAndSkipsNothing() {
        answers.add(new Answer(503, "down"));
        config.put("retries.wait.ms", 60_000);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> write(new EventSerdes(config))).matches(EventSerdes::isRetriable);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private byte[] write(EventSerdes serdes) {
        return serdes.of(Topics.VIDEO_REQUESTED).serializer().serialize(TOPIC, request);
    }

    private void read(int id) {
        new EventSerdes(config).of(Topics.VIDEO_REQUESTED).deserializer().deserialize(TOPIC, recordWithId(id));
    }

    private byte[] recordWithId(int id) {
        byte[] bytes = write(EventSerdes.inMemory());
        bytes[4] = (byte) id;
        return bytes;
    }

    private static Answer schemaAnswer() {
        String schema =
                VideoRequested.getClassSchema().toString().replace("\\", "\\\\").replace("\"", "\\\"");
        return new Answer(200, "{\"schema\":\"" + schema + "\"}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
