package dev.dashline.runtime.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics} of one service. Live is 503 once the service
 * has a fault that it cannot recover from; ready is 503 while it cannot do its work. Both say why. Anybody
 * who reaches the port may ask for health; who may read metrics {@link MetricsAccess} says. Nothing here changes
 * anything.
 *
 * <p>A service may add paths for its other replicas, which ask by {@link ReplicaClient}.
 */
public final class AdminServer implements Layer {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String TEXT = Health.TYPE;
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;

    private AdminServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Takes a port, on all addresses; answers once it is started.
     *
     * @param port 0 for any free one
     * @param access who may read the metrics
     * @param threads answer requests; are shut down with this
     */
    public static AdminServer on(
            int port, Service service, Metrics metrics, MetricsAccess access, ExecutorService threads) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(port), 16);
            AdminServer admin = new AdminServer(http, threads);
            http.setExecutor(threads);
            admin.serve("/health/live", exchange -> answer(Health.live(service)));
            admin.serve("/health/ready", exchange -> answer(Health.ready(service)));
            admin.serve(
                    "/metrics",
                    exchange -> access.allows(exchange) ? new Answer(200, METRICS, metrics.scrape()) : NOT_FOR_YOU);
            admin.serve("/", exchange -> new Answer(404, TEXT, "/health/live /health/ready /metrics\n"));
            return admin;
        } catch (IOException e) {
            threads.shutdownNow();
            throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void start() {
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * Answers what other replicas of the service ask by POST.
     *
     * @param token what they have to show; empty if whoever reaches the port may ask
     * @param answers answers a question; empty if it cannot now, which is 503
     */
    public void answerReplicas(String path, Optional<String> token, Function<byte[], Optional<byte[]>> answers) {
        server.createContext(path, exchange -> {
            try (exchange) {
                new ReplicaExchange(exchange).answer(token, answers);
            }
        });
    }

    private record Answer(int status, String type, String body) {}

    private static final Answer NOT_FOR_YOU =
            new Answer(401, TEXT, "Show METRICS_TOKEN as Authorization: Bearer, or ask from this machine.\n");

    private static Answer answer(Health health) {
        return new Answer(health.status(), TEXT, health.text());
    }

    private void serve(String path, Function<HttpExchange, Answer> answers) {
        server.createContext(path, exchange -> {
            try (exchange) {
                boolean known =
                        path.equals("/") || exchange.getRequestURI().getPath().equals(path);
                send(exchange, known ? answer(answers, exchange) : new Answer(404, TEXT, "not here\n"));
            }
        });
    }

    /** A service that is starting or closing may throw here. The answer says so. */
    private static Answer answer(Function<HttpExchange, Answer> answers, HttpExchange exchange) {
        try {
            return answers.apply(exchange);
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("health or metrics not available");
            return new Answer(503, TEXT, e + "\n");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        String method = exchange.getRequestMethod();
        boolean read = method.equals("GET") || method.equals("HEAD");
        byte[] body = (read ? answer.body() : "GET only\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", read ? answer.type() : TEXT);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (answer.status() == NOT_FOR_YOU.status()) {
            exchange.getResponseHeaders().set("WWW-Authenticate", ReplicaExchange.BEARER.strip());
        }
        boolean bodiless = method.equals("HEAD");
        exchange.sendResponseHeaders(read ? answer.status() : 405, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }
}
