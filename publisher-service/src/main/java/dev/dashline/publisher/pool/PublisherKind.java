package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;

/** Makes publishers of one kind. Thread-safe. */
public interface PublisherKind {

    /** For metrics and logs. */
    String name();

    /** A new publisher, not started. */
    Publisher create();

    /** Whether a publisher of this kind is warm again after it has published. */
    boolean reusable();

    /**
     * Sees to it that nothing of an attempt is public; leaves what belongs to other attempts. Doing it twice is the same as once.
     *
     * @throws RuntimeException if that could not be done now: to be tried again
     */
    void withdraw(PublicationOrder order) throws InterruptedException;

    /**
     * Removes what an attempt that has ended left behind, but nothing that is public. Doing it twice is the same as once.
     *
     * @throws RuntimeException if that could not be done now
     */
    default void sweep(SweepOrder leftovers) {
        // A kind that writes nothing leaves nothing.
    }
}
