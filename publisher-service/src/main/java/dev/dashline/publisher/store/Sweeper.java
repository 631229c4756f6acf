package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.Leftovers;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.StoredObject;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what attempts left in the stores. Of a published attempt that is the lists of its parts: its manifests stay staged too, to be put
 * back should a later attempt have to be taken back.
 */
record Sweeper(ObjectStore store, URI output, URI staging) {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final List<String> PUBLIC_FILES = List.of("manifest.mpd", "master.m3u8");

    void sweep(Leftovers left) {
        String folder = left.videoId() + "/" + left.attempt() + "/";
        if (left.published()) {
            remove(left, staging.resolve(folder + "parts/"));
        } else if (isVisible(left)) {
            log.atWarn()
                    .addKeyValue("videoId", left.videoId())
                    .addKeyValue("attempt", left.attempt())
                    .log("attempt that failed is public, and not swept");
        } else {
            remove(left, output.resolve(folder));
            remove(left, staging.resolve(folder));
        }
    }

    /** A last look, though the arbiter sweeps nothing that it has not withdrawn. */
    private boolean isVisible(Leftovers left) {
        VisibleAttempt visible = new VisibleAttempt(store);
        return PUBLIC_FILES.stream()
                .flatMap(name -> store.stat(output.resolve(left.videoId() + "/" + name)).stream())
                .anyMatch(there -> visible.of(there) == left.attempt());
    }

    private void remove(Leftovers left, URI folder) {
        List<StoredObject> objects;
        try (Stream<StoredObject> all = store.list(folder)) {
            objects = all.toList();
        }
        for (StoredObject object : objects) {
            if (Thread.interrupted()) {
                return; // the next round goes on
            }
            store.delete(object.uri(), object.generation());
        }
        if (!objects.isEmpty()) {
            log.atInfo()
                    .addKeyValue("videoId", left.videoId())
                    .addKeyValue("attempt", left.attempt())
                    .addKeyValue("objects", objects.size())
                    .log("leftovers removed");
        }
    }
}
