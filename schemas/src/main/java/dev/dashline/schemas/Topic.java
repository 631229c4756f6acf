package dev.dashline.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic, declared once for the documentation, for the programs that create topics and for the services.
 *
 * @param name its name in Kafka
 * @param key the meaning of its record keys; every key is a UTF-8 string
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

    /** Stands among the writers or readers of a topic that programs outside Dashline may use. */
    static final String ANYONE = "anyone";

    /**
     * The largest record, in bytes, on topics that only Dashline writes. It is larger than {@link #LARGEST_OF_ANYONE}
     * because a job's state and a failure contain the whole request: whatever fits into a public topic can be
     * processed.
     */
    public static final int LARGEST_OF_OURS = 4 << 20;

    private static final int LARGEST_OF_ANYONE = 1 << 20;

    /**
     * Lets a machine whose clock is ahead write records. By default a broker rejects timestamps that are more than an
     * hour ahead, and a worker on that machine would take one task after the other without ever reporting a result.
     */
    public static final String ANY_TIME_AHEAD = Long.toString(Long.MAX_VALUE);

    /** The same topic by another name. */
    Topic<V> named(String other) {
        return new Topic<>(other, key, valueType, purpose, writers, readers, partitions, cleanup, retention);
    }

    /** The same topic with this many partitions at most. */
    Topic<V> within(int most) {
        return new Topic<>(
                name, key, valueType, purpose, writers, readers, Math.min(partitions, most), cleanup, retention);
    }

    /** The size of its largest record, in bytes, when nothing is compressed. */
    public int largestRecord() {
        return isForAnyone() ? LARGEST_OF_ANYONE : LARGEST_OF_OURS;
    }

    private boolean isForAnyone() {
        return writers.contains(ANYONE);
    }

    /** The topic's settings, as {@code kafka-topics.sh --config} takes them. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("message.timestamp.after.max.ms", ANY_TIME_AHEAD);
        settings.put("cleanup.policy", cleanup.name().toLowerCase(Locale.ROOT));
        if (cleanup == Cleanup.DELETE) {
            settings.put("retention.ms", Long.toString(retention.toMillis()));
        }
        settings.put("max.message.bytes", Integer.toString(largestRecord()));
        if (isForAnyone()) {
            // A broker checks the size as stored: a compressed record could decompress to any size.
            settings.put("compression.type", "uncompressed");
        }
        return Map.copyOf(settings);
    }
}
