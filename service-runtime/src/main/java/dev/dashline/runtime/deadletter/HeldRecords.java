package dev.dashline.runtime.deadletter;

import dev.dashline.schemas.serde.EventSerdes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an application waits in its topics: before records that only a later version can read. What comes after such a
 * record in its partition waits, too, so that events of a video keep their order. Other partitions go on. A process of
 * a later version that gets the partition begins with that record, since its offset was never committed. Thread-safe.
 */
public final class HeldRecords {

    /** Streams configuration key: the {@link HeldRecords} of the application. */
    public static final String CONFIG = "dashline.held.records";

    private static final Logger log = LoggerFactory.getLogger(HeldRecords.class);

    /** The records, by partition. They are forgotten only with the process: no version becomes later than it is. */
    private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();

    private record Held(long offset, String why) {}

    /** From now on, the partition waits before this record, if the failure says that a later version wrote it. */
    void holdIfLater(TopicPartition partition, long offset, Exception failure) {
        if (EventSerdes.isOfLaterVersion(failure)) {
            log.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("offset", offset)
                    .setCause(failure)
                    .log("record of a later version, its partition waits until this process is upgraded");
            held.put(partition, new Held(offset, String.valueOf(failure.getMessage())));
        }
    }

    /** Why one of these partitions waits, for a person; empty if none does. */
    public Optional<String> among(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .flatMap(partition -> Optional.ofNullable(held.get(partition)).stream()
                        .map(record -> partition + " waits at " + record.offset() + " for an upgrade: " + record.why()))
                .findFirst();
    }

    /** How many of these partitions wait. */
    public long count(Collection<TopicPartition> partitions) {
        return partitions.stream().filter(held::containsKey).count();
    }

    public boolean areNone() {
        return held.isEmpty();
    }

    /**
     * Of what a consumer has fetched, what comes before the held records. The consumer is set back to those, and
     * fetches no more of their partitions.
     */
    public ConsumerRecords<byte[], byte[]> before(
            ConsumerRecords<byte[], byte[]> fetched, Consumer<byte[], byte[]> consumer) {
        if (held.isEmpty()) {
            return fetched;
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(fetched.nextOffsets());
        for (TopicPartition partition : fetched.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = fetched.records(partition);
            int readable = readable(all, held.get(partition));
            if (readable < all.size()) {
                long offset = all.get(readable).offset();
                consumer.seek(partition, offset);
                consumer.pause(List.of(partition));
                next.put(partition, new OffsetAndMetadata(offset)); // what Streams commits
            }
            if (readable > 0) {
                records.put(partition, all.subList(0, readable));
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    /** How many come before the held one. */
    private static int readable(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Held held) {
        for (int i = 0; held != null && i < records.size(); i++) {
            if (records.get(i).offset() == held.offset()) {
                return i;
            }
        }
        return records.size();
    }
}
