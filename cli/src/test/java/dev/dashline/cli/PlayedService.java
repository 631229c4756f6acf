package dev.dashline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ingest-service as a test plays it: to each request the answers that it was told to give, in turn, and the last of
 * them ever after.
 */
public final class PlayedService implements AutoCloseable {

    /** What it was asked: {@code POST /videos} and so on. */
    public record Asked(String request, String body, String idempotencyKey) {}

    /** What it says. */
    public record Answer(int status, String body, Map<String, String> headers) {

        /** None: the connection ends instead. */
        public static final Answer NONE = new Answer(0, "", Map.of());

        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }

        public static Answer problem(int status, String detail) {
            return of(status, "{\"title\":\"A problem\",\"detail\":\"" + detail + "\"}");
        }

        public static Answer accepted(int attempt) {
            return new Answer(202, "{\"attempt\":" + attempt + "}", Map.of("Location", "/videos/v1"));
        }

        public Answer with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more);
        }
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    public PlayedService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public PlayedService on(String request, Answer... inTurn) {
        answers.put(request, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    public List<Asked> asked() {
        return asked;
    }

    /** What the requests showed as {@code Authorization}; those that showed nothing are left out. */
    public List<String> shown() {
        return shown;
    }

    public List<String> bodies() {
        return asked.stream().map(Asked::body).toList();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(new Asked(
                    request,
                    body,
                    exchange.getRequestHeaders()
                            .getOrDefault("Idempotency-Key", List.of(""))
                            .get(0)));
            shown.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            Answer answer = next(request);
            if (answer.equals(Answer.NONE)) {
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] said = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
            if (said.length > 0) {
                exchange.getResponseBody().write(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer next(String request) {
        Deque<Answer> left =
                answers.getOrDefault(request, new ArrayDeque<>(List.of(Answer.problem(404, "No video has this id."))));
        return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
