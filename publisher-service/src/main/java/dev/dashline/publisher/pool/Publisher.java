package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;

/**
 * Something that can make a video public. Its life: starting → warm → publishing → done, or → warm again if its kind is reusable. It may
 * fail at each step by throwing, and hang at each: the pool then interrupts it, forgets it, and closes it once it returns.
 *
 * <p>The pool calls {@link #start}, then {@link #publish} once or more, then {@link #close}, never two at a time.
 */
public interface Publisher extends AutoCloseable {

    /** Gets ready: returns when {@link #publish} can begin at once. May take seconds. */
    void start() throws InterruptedException;

    /**
     * Makes an order's video public, unless its deadline comes first. Doing it twice is the same as once. However it ends, nothing that it
     * began takes effect afterwards: a withdrawal may come next.
     *
     * @return how it went, also if it could not be done; an exception means that this publisher is broken, and another one may try
     */
    PublishOutcome publish(PublicationOrder order) throws InterruptedException;

    @Override
    void close();
}
