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

/**
 * The share group's short lease of one record, from its delivery until it is accepted. To be used by the consumer's own
 * thread only.
 */
final class Lease {

    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final ConsumerRecord<byte[], byte[]> record;

    Lease(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        this.consumer = consumer;
        this.record = record;
    }

    /** Takes the record out of the queue for good; false if the broker did not confirm it. */
    boolean accept() {
        return settle(AcknowledgeType.ACCEPT);
    }

    /** Gives the record back for another member to take at once; false if the broker did not confirm it. */
    boolean release() {
        return settle(AcknowledgeType.RELEASE);
    }

    private boolean settle(AcknowledgeType type) {
        try {
            consumer.acknowledge(record, type);
            Map<TopicIdPartition, Optional<KafkaException>> answers = consumer.commitSync(COMMIT_TIMEOUT);
            Optional<KafkaException> refusal =
                    answers.values().stream().flatMap(Optional::stream).findFirst();
            refusal.ifPresent(cause -> logLost(type, cause));
            return refusal.isEmpty();
        } catch (KafkaException | IllegalStateException e) {
            logLost(type, e);
            return false;
        }
    }

    private void logLost(AcknowledgeType type, RuntimeException cause) {
        log.atWarn()
                .addKeyValue("acknowledge", type)
                .addKeyValue("offset", record.offset())
                .setCause(cause)
                .log("lease lost");
    }
}
