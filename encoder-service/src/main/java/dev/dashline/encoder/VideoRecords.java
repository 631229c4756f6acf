package dev.dashline.encoder;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store with many records for each video, under ids that are unique within the video. For the thread of the stream
 * task only.
 */
final class VideoRecords<V> {

    /** Sorts after every character of an id. */
    private static final String LAST = "\uffff";

    private final KeyValueStore<String, V> store;

    VideoRecords(KeyValueStore<String, V> store) {
        this.store = store;
    }

    Optional<V> find(String videoId, String id) {
        return Optional.ofNullable(store.get(key(videoId, id)));
    }

    void put(String videoId, String id, V value) {
        store.put(key(videoId, id), value);
    }

    void delete(String videoId, String id) {
        store.delete(key(videoId, id));
    }

    /** Deletes all records of a video. */
    void deleteAll(String videoId) {
        try (KeyValueIterator<String, V> ofVideo = store.range(key(videoId, ""), key(videoId, LAST))) {
            while (ofVideo.hasNext()) {
                store.delete(ofVideo.next().key);
            }
        }
    }

    /** Shows all records of a video. */
    void forEach(String videoId, Consumer<V> action) {
        try (KeyValueIterator<String, V> ofVideo = store.range(key(videoId, ""), key(videoId, LAST))) {
            while (ofVideo.hasNext()) {
                action.accept(ofVideo.next().value);
            }
        }
    }

    void forEach(Consumer<V> action) {
        try (KeyValueIterator<String, V> all = store.all()) {
            while (all.hasNext()) {
                action.accept(all.next().value);
            }
        }
    }

    /** No id of a video contains a slash. */
    private static String key(String videoId, String id) {
        return videoId + "/" + id;
    }
}
