package dev.dashline.encoder.source;

import dev.dashline.media.command.MediaInput;
import dev.dashline.media.ffmpeg.InputHealth;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One source under a name that nobody else knows, until it is closed. */
final class ServedSource implements OpenSource {

    /** A store that takes longer than this to answer is being waited for. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final ObjectVersion version;
    private final URI address;
    private final Runnable onClose;
    /** Since when which reader waits. */
    private final Map<Object, Long> waiting = new ConcurrentHashMap<>();

    private volatile boolean closed;
    private volatile @Nullable StoreException failure;

    ServedSource(ObjectVersion version, URI address, Runnable onClose) {
        this.version = version;
        this.address = address;
        this.onClose = onClose;
    }

    ObjectVersion version() {
        return version;
    }

    void waits(Object reader) {
        waiting.put(reader, System.nanoTime());
    }

    void waitsNoMore(Object reader) {
        waiting.remove(reader);
    }

    /** The first cause is the one that counts. */
    synchronized void fail(StoreException cause) {
        failure = failure == null ? cause : failure;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public MediaInput input() {
        return MediaInput.loopback(address);
    }

    @Override
    public InputHealth health() {
        if (failure != null) {
            return InputHealth.BROKEN;
        }
        long now = System.nanoTime();
        boolean late = waiting.values().stream().anyMatch(since -> now - since > PROMPT.toNanos());
        return late ? InputHealth.WAITING : InputHealth.FLOWING;
    }

    @Override
    public Optional<StoreException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        closed = true;
        onClose.run();
    }
}
