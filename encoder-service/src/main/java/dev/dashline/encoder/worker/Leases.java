package dev.dashline.encoder.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
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
 * The share group's short leases of the records of one fetch, from their delivery until {@link #settle}. To be used by
 * the consumer's own thread only.
 */
final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final Map<ConsumerRecord<byte[], byte[]>, AcknowledgeType> decided = new LinkedHashMap<>();

    Leases(ShareConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The record is to leave the queue for good. */
    void accept(ConsumerRecord<byte[], byte[]> record) {
        decided.put(record, AcknowledgeType.ACCEPT);
    }

    /** The record is to go back, for another member to take at once. */
    void release(ConsumerRecord<byte[], byte[]> record) {
        decided.put(record, AcknowledgeType.RELEASE);
    }

    /** Tells the broker what was decided, with one request; false if the broker did not confirm all of it. */
    boolean settle() {
        try {
            decided.forEach(consumer::acknowledge);
            Map<TopicIdPartition, Optional<KafkaException>> answers = consumer.commitSync(COMMIT_TIMEOUT);
            Optional<KafkaException> refusal =
                    answers.values().stream().flatMap(Optional::stream).findFirst();
            refusal.ifPresent(this::logLost);
            return refusal.isEmpty();
        } catch (KafkaException | IllegalStateException e) {
            logLost(e);
            return false;
        }
    }

    private void logLost(RuntimeException cause) {
        log.atWarn()
                .addKeyValue("records", decided.size())
                .addKeyValue("offset", decided.keySet().iterator().next().offset())
                .setCause(cause)
                .log("leases lost");
    }
}
