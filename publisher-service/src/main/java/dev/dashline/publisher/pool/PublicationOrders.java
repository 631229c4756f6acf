package dev.dashline.publisher.pool;

import dev.dashline.publisher.publication.PublicationOrder;
import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.publisher.publication.WithdrawalOrder;

/** Takes the arbiter's orders. No method blocks; results come later, on another way. Thread-safe. */
public interface PublicationOrders {

    /** Makes an attempt public. To repeat an order that is not answered yet changes nothing. */
    void publish(PublicationOrder order);

    /** Ensures that nothing of this attempt is public, whatever was ordered before. */
    void withdraw(WithdrawalOrder order);

    /** Removes what an attempt left behind, as soon as there is time. Has no result. */
    void sweep(SweepOrder leftovers);
}
