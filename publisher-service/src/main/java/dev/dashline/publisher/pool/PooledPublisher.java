package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A publisher in a pool, and where it is in its life. Guarded by the pool's lock. */
final class Member {

    enum State {
        STARTING,
        WARM,
        BUSY,
        GONE
    }

    final Publisher publisher;
    /** Whom it was started for, if it is to serve nobody else. */
    final Optional<String> video;

    State state = State.STARTING;
    Instant since;
    /** When it is taken for hung, if it is starting or busy then. */
    Instant cutOffAt;

    @Nullable
    PublicationOrder order;

    private @Nullable Thread thread;
    private boolean interrupted;

    Member(Publisher publisher, Optional<String> video, Instant now, Instant cutOffAt) {
        this.publisher = publisher;
        this.video = video;
        this.since = now;
        this.cutOffAt = cutOffAt;
    }

    void become(State next, Instant now) {
        state = next;
        since = now;
    }

    void take(PublicationOrder next, Instant now, Instant until) {
        become(State.BUSY, now);
        cutOffAt = until;
        order = next;
    }

    boolean serves(String videoId) {
        return video.isEmpty() || video.get().equals(videoId);
    }

    boolean isAt(PublicationOrder.Id id) {
        return order != null && order.id().equals(id);
    }

    boolean isHung(Instant now) {
        return !now.isBefore(cutOffAt);
    }

    boolean isIdle(Instant now, Duration allowed) {
        return state == State.WARM && since.plus(allowed).isBefore(now);
    }

    /** The current thread begins to work for this member. */
    void enter() {
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** The current thread is done with it, and takes no interrupt with it that was meant for the member. */
    void leave() {
        thread = null;
        interrupted = false;
        Thread.interrupted();
    }

    void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
