package dev.dashline.encoder.worker;

import dev.dashline.schemas.TopicProvisioner;
import java.time.Duration;

/**
 * How a slot treats its lease.
 *
 * @param renewEvery how often; a third of the broker's {@code share.record.lock.duration.ms} or less
 * @param deliveryLimit the broker's {@code share.delivery.count.limit}: at this many deliveries it drops a record without a word
 */
record SlotPolicy(Duration renewEvery, int deliveryLimit) {

    static final SlotPolicy DEFAULT = new SlotPolicy(Duration.ofSeconds(5), TopicProvisioner.DELIVERY_LIMIT);
}
