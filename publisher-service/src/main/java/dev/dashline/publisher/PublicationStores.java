package dev.dashline.publisher;

import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.publication.Deadlines;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The states of the videos of a partition, in two stores; each state is in one of them. Outstanding publications have
 * their own store, since all of them are read when a partition is assigned. All other states (published, failed, or not
 * yet requested) are only looked up by key, so their number does not matter. Belongs to one stream task.
 */
record PublicationStores(
        KeyValueStore<String, PublicationState> outstanding, KeyValueStore<String, PublicationState> settled) {

    static final String OUTSTANDING = "publications";
    static final String SETTLED = "settled-publications";

    Optional<PublicationState> find(String videoId) {
        return Optional.ofNullable(outstanding.get(videoId)).or(() -> Optional.ofNullable(settled.get(videoId)));
    }

    /**
     * @param before the stored state; empty if there is none
     * @param after the state to store; empty to remove the video
     */
    void replace(String videoId, Optional<PublicationState> before, Optional<PublicationState> after) {
        before.map(this::storeOf)
                .filter(store -> after.isEmpty() || storeOf(after.get()) != store)
                .ifPresent(store -> store.delete(videoId));
        after.ifPresent(state -> storeOf(state).put(videoId, state));
    }

    void forEachOutstanding(BiConsumer<String, PublicationState> action) {
        try (KeyValueIterator<String, PublicationState> all = outstanding.all()) {
            while (all.hasNext()) {
                KeyValue<String, PublicationState> entry = all.next();
                action.accept(entry.key, entry.value);
            }
        }
    }

    private KeyValueStore<String, PublicationState> storeOf(PublicationState state) {
        return Deadlines.isOutstanding(state) ? outstanding : settled;
    }
}
