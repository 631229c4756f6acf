package dev.dashline.ingest.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dashline.events.ingest.VideoStatus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The newest events of all videos, in memory once for all clients. A client has a place in here and no queue of its
 * own: if so much happens that its place is lost, it has to come again. Safe for use by any thread.
 */
public final class EventFeed {

    private final VideoEvent[] ring;
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();

    /** How far everything was read before the oldest event that is here, and with the newest. */
    @GuardedBy("this")
    private Offsets floor = Offsets.of();

    @GuardedBy("this")
    private Offsets head = Offsets.of();

    @GuardedBy("this")
    private long first;

    @GuardedBy("this")
    private long end;

    @GuardedBy("this")
    private boolean open;

    /** @param size how many events it holds */
    public EventFeed(int size) {
        this.ring = new VideoEvent[size];
    }

    /** What is next for a client. */
    public sealed interface Next {

        /** An event. */
        record Event(VideoEvent event) implements Next {}

        /** Nothing for now: it has everything up to there. */
        record Nothing(Offsets upTo) implements Next {}

        /** Its place is lost. */
        record Lost() implements Next {}
    }

    /** Begins with no events, at a place in the topics. */
    public synchronized void begin(Offsets at) {
        floor = at;
        head = at;
        first = end;
        open = false;
    }

    /** Has now the events up to the moment at which it began, so that clients may come. {@link #wake} has to follow. */
    public synchronized void open() {
        open = true;
    }

    /** Takes a record that was read, and the status of its video with it. {@link #wake} has to follow. */
    public synchronized void add(int partition, long offset, VideoStatus status) {
        head = head.after(partition, offset);
        if (end - first == ring.length) {
            VideoEvent oldest = at(first);
            floor = floor.after(oldest.partition(), oldest.offset());
            first++;
        }
        ring[(int) (end % ring.length)] = VideoEvent.of(partition, offset, head, status);
        end++;
    }

    /** Tells all clients that there is something new. */
    public void wake() {
        watchers.forEach(Runnable::run);
    }

    /** Calls a client at each {@link #wake}, by the thread that does; it must not wait. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /**
     * A place for a client; empty if this is not open yet.
     *
     * @param seen how far it had come, here or at another replica; empty for a new client, which begins with what
     *     happens next
     * @param wanted the events that it wants
     */
    synchronized Optional<Subscription> subscribe(Optional<Offsets> seen, Predicate<VideoEvent> wanted) {
        if (!open) {
            return Optional.empty();
        }
        boolean goesOn = seen.filter(place -> place.reach(floor, 0) && head.reach(place, ring.length))
                .isPresent();
        return Optional.of(
                goesOn
                        ? new Subscription(first, seen.orElseThrow(), true, wanted)
                        : new Subscription(end, head, seen.isEmpty(), wanted));
    }

    @GuardedBy("this")
    private VideoEvent at(long number) {
        return ring[(int) (number % ring.length)];
    }

    /** The place of one client. Not thread-safe. */
    final class Subscription {

        private final Offsets seen;
        private final boolean complete;
        private final Predicate<VideoEvent> wanted;
        private long next;

        private Subscription(long next, Offsets seen, boolean complete, Predicate<VideoEvent> wanted) {
            this.next = next;
            this.seen = seen;
            this.complete = complete;
            this.wanted = wanted;
        }

        /** How far it had come when it began. */
        Offsets seen() {
            return seen;
        }

        /** Whether it misses nothing that happened since the client was here before. */
        boolean isComplete() {
            return complete;
        }

        /** Goes on to the next event that the client wants and has not seen. */
        Next next() {
            synchronized (EventFeed.this) {
                if (next < first) {
                    return new Next.Lost();
                }
                while (next < end) {
                    VideoEvent event = at(next++);
                    if (!seen.cover(event.partition(), event.offset()) && wanted.test(event)) {
                        return new Next.Event(event);
                    }
                }
                return new Next.Nothing(head);
            }
        }
    }
}
