package dev.dashline.encoder.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.encoder.task.EncodeSettings;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.runtime.threads.Supervisor;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives tasks access to their sources. A file is read in place; of any other object, only the parts that are asked for
 * are fetched. Thread-safe.
 */
public final class SourceAccess implements AutoCloseable {

    private final ObjectStore store;
    private final LazyServer server;

    public SourceAccess(ObjectStore store, EncodeSettings settings, Supervisor supervisor) {
        this.store = store;
        this.server = new LazyServer(() ->
                new SourceServer(store, settings.directory(), settings.stores().cacheBytes(), supervisor));
    }

    /** A server that is made when it is first needed; not at all if all sources are files. */
    private static final class LazyServer implements AutoCloseable {
        private final Supplier<SourceServer> factory;

        @GuardedBy("this")
        private @Nullable SourceServer server;

        LazyServer(Supplier<SourceServer> factory) {
            this.factory = factory;
        }

        synchronized SourceServer get() {
            SourceServer open = server == null ? factory.get() : server;
            server = open;
            return open;
        }

        @Override
        public synchronized void close() {
            if (server != null) {
                server.close();
            }
        }
    }

    /**
     * The current version of the source.
     *
     * @throws MediaException {@code SOURCE_NOT_FOUND}
     */
    public ObjectVersion find(URI source) throws MediaException {
        return store.version(source)
                .orElseThrow(
                        () -> new MediaException(MediaFault.SOURCE_NOT_FOUND, "There is nothing at " + source + "."));
    }

    /**
     * Checks that the source is still the version that was analyzed.
     *
     * @throws MediaException {@code SOURCE_CHANGED}
     */
    public void requireUnchanged(URI source, long generation) throws MediaException {
        if (find(source).generation() != generation) {
            throw new MediaException(
                    MediaFault.SOURCE_CHANGED, "The source at " + source + " was replaced while it was encoded.");
        }
    }

    /** Opens the version of the source that was analyzed, for FFmpeg to read. */
    public OpenSource open(ObjectVersion source) {
        return "file".equals(source.uri().getScheme())
                ? OpenSource.file(Path.of(source.uri()), source.size())
                : server.get().open(source);
    }

    /**
     * The cause of a failure of FFmpeg: the store if that failed, FFmpeg itself otherwise.
     *
     * @param name replaces the secret address in what FFmpeg wrote
     * @return what to throw if the store did not fail
     * @throws StoreException if it was the store that failed
     */
    public MediaException causeOf(OpenSource source, URI name, MediaException e) {
        source.failure().ifPresent(failure -> {
            throw failure;
        });
        String detail = e.detail();
        // The address is secret, and means nothing to a reader.
        return detail == null
                ? e
                : new MediaException(
                        e.fault(),
                        String.valueOf(e.getMessage()),
                        detail.replace(source.input().url(), name.toString()),
                        e.exitCode());
    }

    @Override
    public void close() {
        server.close();
    }
}
