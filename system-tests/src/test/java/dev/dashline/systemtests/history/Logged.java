package dev.dashline.systemtests.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event and its place in the log.
 *
 * @param key the record's key
 */
public record Logged<E>(Place place, @Nullable String key, Instant timestamp, E event) {

    /** Where a record is. */
    public record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }
}
