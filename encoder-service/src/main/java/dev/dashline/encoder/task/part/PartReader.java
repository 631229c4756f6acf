package dev.dashline.encoder.task.part;

import dev.dashline.encoder.job.PartsSum;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.events.encoder.EncoderTask;
import dev.dashline.events.encoder.EncodingPlan;
import dev.dashline.events.encoder.Package;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.StoredObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the inventories of transcode tasks and compares them with the store. */
public final class PartReader {

    private final ObjectStore store;
    private final AttemptLayout attempt;

    public PartReader(ObjectStore store, AttemptLayout attempt) {
        this.store = store;
        this.attempt = attempt;
    }

    /**
     * The inventories of an attempt: video chunks in order, then audio tracks, then text.
     *
     * @param task has the plan
     * @param work says what the tasks have reported
     * @throws MediaException {@code OUTPUT_INVALID} if those in the store are others
     */
    public List<PartInventory> read(EncoderTask task, Package work) throws MediaException {
        Map<URI, StoredObject> there = list(attempt.parts());
        EncodingPlan plan = task.getPlan().orElseThrow();
        String fingerprint = Plans.fingerprint(plan);
        PartsSum sum = PartsSum.NONE;
        List<StoredObject> lists = new ArrayList<>();
        for (String taskId : TaskIds.ofParts(plan)) {
            StoredObject list = there.get(attempt.part(taskId, fingerprint).uri());
            if (list != null) {
                lists.add(list);
                sum = sum.plus(taskId, list.crc32c());
            }
        }
        require(sum.parts() == work.getParts(), "has " + sum.parts() + " parts of " + work.getParts());
        require(sum.checksum() == work.getChecksum(), "has parts that are not what their tasks wrote");
        List<PartInventory> inventories = new ArrayList<>();
        for (StoredObject list : lists) {
            inventories.add(PartInventory.fromJson(store.readAll(list.uri(), list.generation())));
        }
        return inventories;
    }

    /**
     * Lists the attempt's public objects in the store and compares them with the inventories.
     *
     * @return all of the attempt's public objects, by name
     * @throws MediaException {@code OUTPUT_INVALID} if an object is missing, or has another size or checksum
     */
    public Map<URI, StoredObject> requireStored(List<PartInventory> inventories) throws MediaException {
        Map<URI, StoredObject> there = list(attempt.published());
        for (PartInventory inventory : inventories) {
            for (Entry entry : inventory.objects()) {
                StoredObject object = there.get(entry.uri());
                if (object == null || !entry.equals(PartInventory.entry(object))) {
                    String state = object == null ? " is gone, which " : " has changed since ";
                    throw invalid(entry.uri() + state + inventory.taskId() + " wrote it.");
                }
            }
        }
        return there;
    }

    private Map<URI, StoredObject> list(URI prefix) {
        try (Stream<StoredObject> objects = store.list(prefix)) {
            return objects.collect(Collectors.toMap(StoredObject::uri, Function.identity()));
        }
    }

    private void require(boolean condition, String otherwise) throws MediaException {
        if (!condition) {
            throw invalid(attempt.parts() + " " + otherwise + ".");
        }
    }

    private static MediaException invalid(String message) {
        return new MediaException(MediaFault.OUTPUT_INVALID, message);
    }
}
