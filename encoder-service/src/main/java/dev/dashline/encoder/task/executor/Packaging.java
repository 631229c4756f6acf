package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.AttemptLayout;
import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.part.PartInventory.Entry;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.media.MediaException;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.store.ObjectAttributes;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is known while an attempt is packaged. For one thread. */
record Packaging(
        MediaPlan plan, AttemptLayout places, Uploads uploads, Map<URI, StoredObject> stored, List<Entry> inventory) {

    /**
     * Begins with what transcode tasks wrote.
     *
     * @param stored all public objects of the attempt
     */
    static Packaging of(
            MediaPlan plan,
            AttemptLayout places,
            Uploads uploads,
            Map<URI, StoredObject> stored,
            List<PartInventory> inventories) {
        List<Entry> objects = new ArrayList<>(inventories.stream()
                .flatMap(part -> part.objects().stream())
                .distinct()
                .toList());
        return new Packaging(plan, places, uploads, stored, objects);
    }

    /**
     * Writes one more public object, which is in the inventory from then on. Where another try of the task was first, it is that one's: made
     * of the same parts, by the same plan, and whole, as it was verified before it was written.
     */
    StoredObject publish(String rendition, String name, byte[] content, String contentType) throws MediaException {
        StoredObject object =
                uploads.publish(places.published(rendition, name), content, ObjectAttributes.immutable(contentType));
        inventory.add(Entry.of(object));
        return object;
    }
}
