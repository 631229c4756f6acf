package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;

/**
 * Makes videos public. Its life: starting → warm → publishing → done, or → warm again if its kind is reusable. Each
 * step may throw or hang: the pool then interrupts it, forgets it, and closes it once it returns.
 *
 * <p>The pool calls {@link #start}, then {@link #publish} once or more, then {@link #close}, never two at a time.
 */
public interface Publisher extends AutoCloseable {

    /** Gets ready: returns when {@link #publish} can begin at once. May take seconds. */
    void start() throws InterruptedException;

    /**
     * Makes an attempt public, unless its deadline comes first. To do it twice is the same as to do it once. When this
     * returns or throws, nothing that it began may still take effect: a withdrawal may come next.
     *
     * @return the outcome, also if publishing was refused; an exception means that this publisher is broken, and
     *     another one may try
     */
    PublishOutcome publish(PublicationOrder order) throws InterruptedException;

    @Override
    void close();
}
