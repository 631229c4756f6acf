package dev.dashline.publisher.store;

import dev.dashline.publisher.publication.SweepOrder;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what attempts left in the stores. Of a published attempt that is the lists of its parts: its manifests stay staged too, to be put
 * back should a later attempt have to be taken back.
 */
record Sweeper(ManifestWriter writer, URI output, URI staging) {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    void sweep(SweepOrder left) {
        String folder = left.videoId() + "/" + left.attempt() + "/";
        if (left.published()) {
            remove(left, staging.resolve(folder + "parts/"));
        } else {
            // A last look, though the arbiter sweeps nothing that it has not withdrawn.
            PublicFiles.of(left, output, staging)
                    .all()
                    .forEach(file -> writer.withdraw(left.attempt(), left.publishedBefore(), file));
            remove(left, output.resolve(folder));
            remove(left, staging.resolve(folder));
        }
    }

    private void remove(SweepOrder left, URI folder) {
        ObjectStore store = writer.store();
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
