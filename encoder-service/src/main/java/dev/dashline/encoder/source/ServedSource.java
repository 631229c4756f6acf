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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One source under a secret address, until it is closed. Thread-safe. */
final class ServedSource implements OpenSource {

    /** A reader that waits longer than this is late because of the store. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final ObjectVersion version;
    private final URI address;
    private final Runnable onClose;
    /** The {@code nanoTime} since which each reader waits. */
    private final Map<Object, Long> waiting = new ConcurrentHashMap<>();

    private final AtomicLong delivered = new AtomicLong();
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

    /** Notes that a reader has taken bytes. */
    void gave(long bytes) {
        delivered.addAndGet(bytes);
    }

    /** Keeps the first failure: later ones may only follow from it. */
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
    public long size() {
        return version.size();
    }

    @Override
    public long delivered() {
        return delivered.get();
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
