package dev.dashline.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.dashline.cli.follow.VideoPhase;
import dev.dashline.cli.follow.VideoSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusFollowerTest {

    /** What the service answers, by path. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private HttpServer server;
    private StatusFollower follower;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answers.getOrDefault(exchange.getRequestURI().toString(), "")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        follower = new StatusFollower(new IngestClient(api), Map.of("v1", "a.mp4"));
    }

    @AfterEach
    void stop() {
        follower.close();
        server.stop(0);
    }

    @Test
    void aVideoThatIsNotKnownYetWaits() {
        VideoSnapshot video = look();

        assertThat(video.state()).isEqualTo(VideoPhase.WAITING);
        assertThat(video.input()).isEqualTo("a.mp4");
    }

    @Test
    void tellsHowFarAVideoIsAndWhenItBegan() {
        answers.put(
                "/videos/v1", "{\"id\":\"v1\",\"state\":\"encoding\",\"encodingStartedAt\":\"2026-01-31T12:00:00Z\"}");
        answers.put(
                "/progress?id=v1",
                "{\"videos\":[{\"id\":\"v1\",\"doneMs\":2500,\"totalMs\":10000,\"remainingMs\":3000}]}");

        VideoSnapshot video = look();

        assertThat(video.state()).isEqualTo(VideoPhase.ENCODING);
        assertThat(video.fraction()).isEqualTo(0.25);
        assertThat(video.timeLeft()).hasValue(Duration.ofSeconds(3));
        assertThat(video.encodingStartedAt()).hasValue(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void aVideoThatHasEndedStaysAsItIs() {
        answers.put("/videos/v1", "{\"id\":\"v1\",\"state\":\"failed\",\"code\":\"NO_VIDEO\"}");
        VideoSnapshot ended = look();
        answers.clear();

        assertThat(look()).isEqualTo(ended);
        assertThat(ended.state()).isEqualTo(VideoPhase.FAILED);
    }

    private VideoSnapshot look() {
        return follower.look(Duration.ofMillis(1)).get(0);
    }
}
