package dev.dashline.encoder.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A slot's lease of one task. To be used by the consumer's own thread only. */
final class Lease {

    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final Duration RENEW_POLL = Duration.ofMillis(50);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final ConsumerRecord<byte[], byte[]> record;

    Lease(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        this.consumer = consumer;
        this.record = record;
    }

    /** How many times the broker has delivered this task, this time included. */
    int deliveries() {
        return record.deliveryCount().orElse((short) 1);
    }

    /**
     * Asks the broker for another full lease.
     *
     * <p>The commit comes before the poll: a bare poll would fetch further tasks into this busy consumer, where their
     * leases would run out unseen. The poll is still needed, because it gives the renewed record back to the consumer.
     *
     * @return false if the lease was lost: another slot may run the task by now
     */
    boolean renew() {
        if (!settle(AcknowledgeType.RENEW)) {
            return false;
        }
        consumer.poll(RENEW_POLL);
        return true;
    }

    /** Ends the lease of a task that needs no further try; false if the lease was lost. */
    boolean accept() {
        return settle(AcknowledgeType.ACCEPT);
    }

    /** Gives the task back for another slot to take at once; false if the lease was lost. */
    boolean release() {
        return settle(AcknowledgeType.RELEASE);
    }

    private boolean settle(AcknowledgeType type) {
        try {
            consumer.acknowledge(record, type);
            Map<TopicIdPartition, Optional<KafkaException>> answers = consumer.commitSync(COMMIT_TIMEOUT);
            Optional<KafkaException> refusal =
                    answers.values().stream().flatMap(Optional::stream).findFirst();
            refusal.ifPresent(cause -> log.atWarn()
                    .addKeyValue("acknowledge", type)
                    .addKeyValue("offset", record.offset())
                    .setCause(cause)
                    .log("lease lost"));
            return refusal.isEmpty();
        } catch (KafkaException | IllegalStateException e) {
            log.atWarn()
                    .addKeyValue("acknowledge", type)
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("lease lost");
            return false;
        }
    }
}
