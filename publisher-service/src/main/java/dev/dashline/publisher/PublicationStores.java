package dev.dashline.publisher;

import dev.dashline.events.publisher.PublicationState;
import dev.dashline.publisher.publication.Deadlines;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The states of a partition's videos, in two stores. What is outstanding is in a store of its own, because all of it is
 * read when the partition is taken over; everything else (videos that were published, that failed, that nobody has
 * requested yet) is only looked up by its key, however much that is. Each state is in one of them. Belongs to one
 * stream task.
 */
record PublicationStores(
        KeyValueStore<String, PublicationState> outstanding, KeyValueStore<String, PublicationState> settled) {

    static final String OUTSTANDING = "publications";
    static final String SETTLED = "settled-publications";

    Optional<PublicationState> find(String videoId) {
        return Optional.ofNullable(outstanding.get(videoId)).or(() -> Optional.ofNullable(settled.get(videoId)));
    }

    /**
     * @param before what is stored now; empty if nothing is
     * @param after what to store; empty to forget the video
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
