package dev.dashline.embedded;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A schema registry for development and tests: the subset of the Confluent REST API that serializers use, for Avro
 * without references. No authentication, no TLS, no deletion, one instance.
 *
 * <p>It enforces BACKWARD_TRANSITIVE unless {@code PUT /config} says otherwise. Acknowledged schemas are on disk and
 * keep their ids over a restart. Thread-safe.
 */
public final class DevRegistry implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final HttpServer server;
    private final ExecutorService executor;
    private final RegistryJournal journal;

    private DevRegistry(HttpServer server, ExecutorService executor, RegistryJournal journal) {
        this.server = server;
        this.executor = executor;
        this.journal = journal;
    }

    /**
     * Starts a registry that this machine alone can reach.
     *
     * @param port 0 for any free one
     * @param dataDir where it keeps its schemas; made if need be, and used by one registry at a time
     * @throws UncheckedIOException if the port is taken or the directory cannot be used
     */
    public static DevRegistry start(int port, Path dataDir) {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), dataDir);
    }

    /** As {@link #start(int, Path)}, on a given address. Everyone who can reach it may register schemas. */
    public static DevRegistry start(InetSocketAddress address, Path dataDir) {
        try {
            RegistryJournal journal = RegistryJournal.open(dataDir);
            try {
                return start(address, journal);
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a schema registry: " + e.getMessage(), e);
        }
    }

    private static DevRegistry start(InetSocketAddress address, RegistryJournal journal) throws IOException {
        RegistryApi api = new RegistryApi(new Subjects(journal));
        HttpServer server = listen(address);
        ExecutorService executor = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "dev-registry");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", new RegistryHandler(api));
        server.start();
        return new DevRegistry(server, executor, journal);
    }

    private static HttpServer listen(InetSocketAddress address) throws IOException {
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens, as {@code schema.registry.url} takes it. */
    public String url() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? LOOPBACK : address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort();
    }

    /** Stops it. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the schema registry's journal", e);
        }
    }
}
