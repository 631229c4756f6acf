package dev.dashline.encoder.task.executor;

import dev.dashline.encoder.task.part.PartInventory;
import dev.dashline.encoder.task.upload.Uploads;
import dev.dashline.media.MediaException;
import dev.dashline.media.plan.MediaPlan;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.schemas.storage.ObjectTarget;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The state of one packaging. For use by one thread.
 *
 * @param attempt where the attempt's objects are
 * @param stored the attempt's public objects at the beginning, by name
 * @param inventory the entries so far
 */
record Packaging(
        MediaPlan plan, AttemptLayout attempt, Uploads uploads, Map<URI, StoredObject> stored, List<Entry> inventory) {

    /**
     * Begins with the entries of all parts.
     *
     * @param stored all public objects of the attempt
     */
    static Packaging of(
            MediaPlan plan,
            AttemptLayout attempt,
            Uploads uploads,
            Map<URI, StoredObject> stored,
            List<PartInventory> inventories) {
        List<Entry> objects = new ArrayList<>(inventories.stream()
                .flatMap(part -> part.objects().stream())
                .distinct()
                .toList());
        return new Packaging(plan, attempt, uploads, stored, objects);
    }

    /**
     * Writes one more public object and adds it to the inventory. If another try of the task was first, its object is
     * taken: it was made of the same parts by the same plan, and verified before it was written.
     */
    StoredObject publish(ObjectTarget target, byte[] content) throws MediaException {
        StoredObject object = uploads.publish(target, content);
        inventory.add(PartInventory.entry(object));
        return object;
    }
}
