package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.dashline.gcsemulator.fault.FaultPlan;
import dev.dashline.gcsemulator.fault.Pause;
import dev.dashline.gcsemulator.fault.Traffic;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.Content;
import dev.dashline.gcsemulator.storage.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud Storage on this machine, for development and tests: the JSON API as far as Google's Java client uses it.
 * No authentication, no TLS, only live versions; resumable uploads are lost when it stops. Thread-safe.
 */
public final class GcsEmulator implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService executor;
    private final Storage storage;
    private final GcsHandler handler;
    private final FaultPlan faults;

    private record Storage(ObjectTable table, DataFolder data, GcsApi api, Pause pause, Optional<Path> temporary) {}

    private GcsEmulator(
            HttpServer server, ExecutorService executor, Storage storage, GcsHandler handler, FaultPlan faults) {
        this.server = server;
        this.executor = executor;
        this.storage = storage;
        this.handler = handler;
        this.faults = faults;
    }

    /** Starts one on any free port; its data is deleted when it is closed. */
    public static GcsEmulator start() {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
    }

    /**
     * Starts one that this machine alone can reach.
     *
     * @param port 0 for any free one
     * @param data where it keeps its objects; made if need be, and used by one emulator at a time
     * @throws UncheckedIOException if the port is taken or the folder cannot be used
     */
    public static GcsEmulator start(int port, Path data) {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), data);
    }

    /** As {@link #start(int, Path)}, on a given address. Everyone who can reach it may change all data. */
    public static GcsEmulator start(InetSocketAddress address, Path data) {
        return open(address, data);
    }

    private static GcsEmulator open(InetSocketAddress address, @Nullable Path folder) {
        try {
            Path data = folder == null ? Files.createTempDirectory("gcs-emulator") : folder;
            DataFolder files = DataFolder.in(data);
            ObjectTable table = new ObjectTable(files, Clock.systemUTC());
            Pause pause = new Pause();
            Optional<Path> temporary = folder == null ? Optional.of(data) : Optional.empty();
            return serve(address, new Storage(table, files, new GcsApi(table, files), pause, temporary));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a storage emulator: " + e.getMessage(), e);
        }
    }

    private static GcsEmulator serve(InetSocketAddress address, Storage storage) throws IOException {
        FaultPlan faults = new FaultPlan();
        GcsHandler handler = new GcsHandler(storage.api(), faults, storage.pause());
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "gcs-emulator");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", handler);
        server.start();
        return new GcsEmulator(server, executor, storage, handler, faults);
    }

    /** Where it listens, as {@code STORAGE_EMULATOR_HOST} takes it. */
    public URI url() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort());
    }

    /** The faults and delays to inject. */
    public FaultPlan faults() {
        return faults;
    }

    /** The traffic so far. */
    public Traffic traffic() {
        return handler.traffic();
    }

    /** How often each object with this prefix was written since the emulator started, by name. */
    public Map<String, Integer> writes(String bucket, String prefix) {
        return storage.table().writes(bucket, prefix);
    }

    /** Makes a bucket, unless it is there. */
    public GcsEmulator withBucket(String name) {
        try {
            if (!storage.table().bucketNames().contains(name)) {
                storage.api().buckets().create(name);
            }
            return this;
        } catch (GcsException e) {
            throw new IllegalArgumentException(e.message(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts a file into a bucket, in place of what is there, without HTTP; linked rather than copied where that is
     * possible.
     *
     * @return its generation
     */
    public long put(String bucket, String name, Path file, String contentType) {
        return put(new ObjectName(bucket, name), file, contentType, true);
    }

    /**
     * As {@link #put}, for files so large that they are not to be read for it. Like a composed object, this one has no
     * MD5; its CRC-32C is that of an empty one, so that parts of it can be read, but not the whole.
     */
    public long putUnread(String bucket, String name, Path file, String contentType) {
        return put(new ObjectName(bucket, name), file, contentType, false);
    }

    private long put(ObjectName name, Path file, String contentType, boolean read) {
        try {
            Path copy = storage.data().newContent();
            try {
                Files.createLink(copy, file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, copy);
            }
            ObjectNode attributes = Blob.JSON.createObjectNode().put("contentType", contentType);
            return storage.table()
                    .put(name, attributes, read ? Content.of(copy) : Content.unread(copy), Preconditions.NONE)
                    .generation();
        } catch (GcsException e) {
            throw new IllegalArgumentException(e.message(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and aborts running requests. Idempotent. */
    @Override
    public void close() {
        storage.pause().end();
        server.stop(0);
        executor.shutdownNow();
        try {
            if (storage.temporary().isPresent()
                    && Files.exists(storage.temporary().get())) {
                DataFolder.removeAll(storage.temporary().get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the storage emulator's files", e);
        }
    }
}
