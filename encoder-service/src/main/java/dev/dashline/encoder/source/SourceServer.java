package dev.dashline.encoder.source;

import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.runtime.threads.Work;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves sources to the FFmpeg processes of this worker only: on the loopback address, each under a name that cannot be
 * guessed and that is valid until its task ends. So FFmpeg needs no credentials, and no other network access.
 * Thread-safe.
 */
public final class SourceServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SourceServer.class);
    private static final int TOKEN_BYTES = 16;
    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    /** Small, because bytes in the system's buffers were read from the store and may never be asked for. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final ServerSocket socket;
    private final BlockCache cache;
    private final Map<String, ServedSource> sources = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService readers;
    private final Loop accepting;

    /**
     * Starts a server.
     *
     * @param store where sources are; stays open when this is closed
     * @param directory for the cached parts of sources
     * @param cacheBytes how many bytes to cache at most
     */
    public SourceServer(ObjectStore store, Path directory, long cacheBytes, Supervisor supervisor) {
        this.cache = new BlockCache(
                store,
                directory,
                (int) Math.max(64, cacheBytes / BlockCache.BLOCK),
                supervisor.pool("source-fetch", BlockCache.FETCHERS));
        try {
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        } catch (IOException e) {
            cache.close();
            throw new UncheckedIOException("cannot serve sources to FFmpeg", e);
        }
        this.readers = supervisor.cached("source-read");
        this.accepting = supervisor.loop("source-accept", new Work() {
            @Override
            public void step() throws IOException {
                accept();
            }

            @Override
            public void wakeUp() {
                stopListening();
            }
        });
    }

    /** Serves one generation of a source until what is returned is closed. */
    public OpenSource open(ObjectVersion source) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String path = "/" + HexFormat.of().formatHex(token);
        URI address = URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
        ServedSource served = new ServedSource(source, address, () -> sources.remove(path));
        sources.put(path, served);
        return served;
    }

    private void accept() throws IOException {
        Socket connection = socket.accept();
        connections.add(connection);
        readers.execute(() -> serve(connection));
    }

    private void stopListening() {
        try {
            socket.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("source server did not close cleanly");
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSendBufferSize(SEND_BUFFER);
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(REQUEST_TIMEOUT_MILLIS);
            RangeRequest request = RangeRequest.read(connection.getInputStream());
            ServedSource source = sources.get(request.path());
            RangeAnswer answer = new RangeAnswer(cache, connection.getOutputStream());
            if (source == null) {
                answer.refuse();
            } else {
                answer.send(source, request);
            }
        } catch (IOException e) {
            log.debug("FFmpeg has read enough", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        accepting.close();
        try {
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("connection did not close cleanly");
        }
        sources.values().forEach(ServedSource::close);
        readers.shutdown();
        cache.close();
    }
}
