package dev.dashline.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic, declared once: the documentation, the programs that create topics and the services all take it from here.
 *
 * @param name what Kafka calls it
 * @param key what its record keys mean; every key is a UTF-8 string
 * @param valueType the Avro record that its values hold, in the Confluent wire format
 * @param purpose one sentence for a person
 * @param writers the services that write it
 * @param readers the services that read it
 * @param partitions how many partitions it is created with
 * @param cleanup what Kafka does with old records
 * @param retention how long records are kept; ignored if {@code cleanup} is {@link Cleanup#COMPACT}
 */
public record Topic<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> valueType,
        String purpose,
        List<String> writers,
        List<String> readers,
        int partitions,
        Cleanup cleanup,
        Duration retention) {

    /** What Kafka does with old records: the {@code cleanup.policy} of a topic. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    public Topic {
        writers = List.copyOf(writers);
        readers = List.copyOf(readers);
        if (partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " needs a partition at least, not " + partitions);
        }
    }

    /** The topic's settings, as {@code kafka-topics.sh --config} takes them. */
    public Map<String, String> settings() {
        return switch (cleanup) {
            case DELETE -> Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retention.toMillis()));
            case COMPACT -> Map.of("cleanup.policy", "compact");
        };
    }
}
