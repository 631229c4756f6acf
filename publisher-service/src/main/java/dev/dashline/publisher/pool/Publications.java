package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.ExpectedPublication;
import dev.dashline.publisher.publication.Leftovers;
import dev.dashline.publisher.publication.Order;
import java.util.Optional;

/** Where the arbiter leaves its orders. No method blocks; answers come later, by another way. Thread-safe. */
public interface Publications {

    /** Make this public. Giving an order again that is not answered yet changes nothing. */
    void publish(Order order);

    /** See to it that nothing of this attempt is public, whatever was ordered before. */
    void withdraw(Order order);

    /** Remove this as soon as there is time for it. Not answered. */
    void sweep(Leftovers leftovers);

    /** What can be expected of a video from now on; empty if nothing until it is requested again. A hint. */
    void expect(String videoId, Optional<ExpectedPublication> outlook);
}
