package dev.dashline.ingest.stream;

import dev.dashline.events.ingest.VideoStatus;
import dev.dashline.runtime.Layer;
import dev.dashline.runtime.threads.Loop;
import dev.dashline.runtime.threads.Supervisor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All streams of events of this replica, which are limited in number. Safe for use by any thread. */
public final class EventStreams implements Layer {

    /**
     * What a client wants of the feed.
     *
     * @param seen how far it had come, here or at another replica; empty for a new client
     * @param wanted the events that it wants
     * @param first gives a new client the status of a video with which it begins, as it is when this is called; empty
     *     if it only wants what happens next
     */
    public record Wish(Optional<Offsets> seen, Predicate<VideoEvent> wanted, Supplier<Optional<VideoStatus>> first) {}

    /** So soon a stream ends whose client may not have it any more; soon enough for a key that was revoked. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** Proxies close connections that were idle for half a minute or a minute. */
    private static final Duration MOST_SILENCE = Duration.ofSeconds(15);

    private final EventFeed feed;
    private final Semaphore free;
    private final Duration beatEvery;
    private final Supervisor supervisor;
    private final Map<EventStream, BooleanSupplier> open = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile @Nullable Loop loop;
    private long beatAt = System.nanoTime();

    /**
     * @param most how many streams there may be at a time
     * @param beatEvery at least so often each stream has a comment; shorter than anybody's idle timeout
     */
    public EventStreams(EventFeed feed, int most, Duration beatEvery, Supervisor supervisor, MeterRegistry meters) {
        this.feed = feed;
        this.free = new Semaphore(most);
        this.beatEvery = beatEvery;
        this.supervisor = supervisor;
        Gauge.builder("dashline.ingest.streams.active", open, Map::size)
                .description("Clients that a stream of events is open to")
                .register(meters);
    }

    /** How often a stream has to have a comment, if this server closes connections that were idle for so long. */
    public static Duration beatWithin(Duration idleTimeout) {
        return shorter(idleTimeout.dividedBy(2), MOST_SILENCE);
    }

    @Override
    public void start() {
        loop = supervisor.every(shorter(EVERY, beatEvery), "event-streams", this::look);
    }

    /** Takes a place for a stream, which {@link #open} gives back in the end; false if all are taken. */
    public boolean reserve() {
        return !closed && free.tryAcquire();
    }

    /** Gives back a place that was reserved for nothing. */
    public void release() {
        free.release();
    }

    /**
     * Begins a stream in a place that was reserved.
     *
     * @param out of a request that is asynchronous by now
     * @param wish what the client wants of the feed
     * @param mayStay whether the client may still have it; asked every other second
     * @return completes with the end of the stream
     */
    public CompletableFuture<Void> open(ServletOutputStream out, Wish wish, BooleanSupplier mayStay) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        EventStream stream = new EventStream(out, feed, wish, ended);
        Runnable watcher = stream::write;
        open.put(stream, mayStay);
        feed.watch(watcher);
        var unused = ended.whenComplete((nothing, failure) -> {
            feed.unwatch(watcher);
            open.remove(stream);
            free.release();
        });
        out.setWriteListener(stream);
        if (closed) {
            stream.end();
        }
        return ended;
    }

    private void look() {
        long now = System.nanoTime();
        boolean beats = now - beatAt >= beatEvery.toNanos();
        if (beats) {
            beatAt = now;
        }
        open.forEach((stream, mayStay) -> {
            if (!mayStay.getAsBoolean()) {
                stream.end();
            } else if (beats) {
                stream.beat();
            }
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Ends all streams. */
    @Override
    public void close() {
        closed = true;
        open.keySet().forEach(EventStream::end);
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
