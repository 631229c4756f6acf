package dev.dashline.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on this machine, which can be away and answers as a test says. Thread-safe. */
public final class TestReceiver implements AutoCloseable {

    /**
     * What came.
     *
     * @param status what it was answered
     */
    public record Message(String eventId, String timestamp, String signatures, JsonNode body, String text, int status) {

        /** Whether one of the signatures is made with this secret, as the specification says. */
        public boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                byte[] hash = mac.doFinal((eventId + '.' + timestamp + '.' + text).getBytes(UTF_8));
                String expected = "v1," + Base64.getEncoder().encodeToString(hash);
                return List.of(signatures.split(" ", -1)).contains(expected);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String type() {
            return body.path("type").asText();
        }

        public String videoId() {
            return body.path("data").path("id").asText();
        }
    }

    private final int port;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private HttpServer server;

    public TestReceiver() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.port = server.getAddress().getPort();
        begin();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/hook");
    }

    /** Answers the next messages so; after that, 204. */
    public synchronized void answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Nobody listens any more. */
    public void goAway() {
        server.stop(0);
    }

    /** Listens again, at the same port. */
    public void comeBack() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        begin();
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    private void begin() {
        server.createContext("/hook", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        exchange.sendResponseHeaders(kept(exchange, text), -1);
        exchange.close();
    }

    private synchronized int kept(HttpExchange exchange, String text) throws IOException {
        int status = Objects.requireNonNullElse(answers.poll(), 204);
        messages.add(new Message(
                header(exchange, "webhook-id"),
                header(exchange, "webhook-timestamp"),
                header(exchange, "webhook-signature"),
                new ObjectMapper().readTree(text),
                text,
                status));
        return status;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        assertThat(value).as(name).isNotNull();
        return value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
