package dev.dashline.runtime.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dashline.runtime.Service;
import dev.dashline.runtime.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics} of one service. Live is 503 once the service has a fault that it
 * cannot recover from; ready is 503 while it cannot do its work. Both say why.
 */
public final class AdminServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "admin");
        thread.setDaemon(true);
        return thread;
    });

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen on all addresses.
     *
     * @param port 0 for any free one
     */
    public static AdminServer start(int port, Service service, Metrics metrics) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(port), 16);
            AdminServer admin = new AdminServer(http);
            http.setExecutor(admin.threads);
            http.createContext("/health/live", exchange -> {
                Optional<String> fault = service.fatalError().map(Throwable::toString);
                answer(exchange, fault.isEmpty() ? 200 : 503, fault.orElse("live"));
            });
            http.createContext("/health/ready", exchange -> {
                Optional<String> reason = service.notReadyBecause();
                answer(exchange, reason.isEmpty() ? 200 : 503, reason.orElse("ready"));
            });
            http.createContext("/metrics", exchange -> answer(exchange, 200, metrics.scrape()));
            http.start();
            return admin;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + '\n').getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
