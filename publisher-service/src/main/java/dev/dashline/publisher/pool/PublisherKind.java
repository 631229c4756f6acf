package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;

/** Makes publishers of one kind. Thread-safe. */
public interface PublisherKind {

    /** For metrics and logs. */
    String name();

    /** A new publisher, not started. */
    Publisher create();

    /** Whether a publisher of this kind is warm again after it has published. */
    boolean reusable();

    /**
     * Ensures that nothing of an attempt is public; leaves what belongs to other attempts. To do it twice is the same
     * as to do it once.
     *
     * @throws RuntimeException if that failed; the caller tries again
     */
    void withdraw(WithdrawalOrder order) throws InterruptedException;

    /**
     * Removes what an attempt that has ended left behind, but nothing that is public. To do it twice is the same as to
     * do it once.
     *
     * @throws RuntimeException if that failed; the next round tries again
     */
    default void sweep(SweepOrder order) throws InterruptedException {
        // A kind that writes no files leaves none.
    }
}
