package dev.dashline.systemtests.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event and its place in its topic.
 *
 * @param key the record's key
 */
public record LoggedEvent<E>(Place place, @Nullable String key, Instant timestamp, E event) {

    /** The place of a record. */
    public record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }
}
