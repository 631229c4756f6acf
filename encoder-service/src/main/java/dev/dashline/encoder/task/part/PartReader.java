package dev.dashline.encoder.task.part;

import dev.dashline.encoder.job.PartsSum;
import dev.dashline.encoder.job.TaskIds;
import dev.dashline.encoder.task.upload.UploadPool;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the inventories of transcode tasks and compares them with the store. */
public final class PartReader {

    /** How many are read at a time. No more, since other tasks have transfers that wait behind them. */
    private static final int AT_A_TIME = 16;

    private final ObjectStore store;
    private final AttemptLayout attempt;
    private final Executor transfers;

    /**
     * A reader.
     *
     * @param transfers runs reads
     */
    public PartReader(ObjectStore store, AttemptLayout attempt, Executor transfers) {
        this.store = store;
        this.attempt = attempt;
        this.transfers = transfers;
    }

    /**
     * The inventories of an attempt, read many at a time: video chunks in order, then audio tracks, then text.
     *
     * @param task has the plan
     * @param work says what the tasks have reported
     * @throws MediaException {@code OUTPUT_INVALID} if those in the store are others
     */
    public List<PartInventory> read(EncoderTask task, Package work) throws MediaException, InterruptedException {
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
        return read(lists);
    }

    private List<PartInventory> read(List<StoredObject> lists) throws MediaException, InterruptedException {
        List<PartInventory> inventories = new ArrayList<>();
        Deque<FutureTask<PartInventory>> reads = new ArrayDeque<>();
        try {
            for (StoredObject list : lists) {
                if (reads.size() == AT_A_TIME) {
                    inventories.add(UploadPool.await(reads.remove()));
                }
                FutureTask<PartInventory> read =
                        new FutureTask<>(() -> PartInventory.fromJson(store.readAll(list.uri(), list.generation())));
                reads.add(read);
                transfers.execute(read);
            }
            for (FutureTask<PartInventory> read : reads) {
                inventories.add(UploadPool.await(read));
            }
            return inventories;
        } finally {
            reads.forEach(read -> read.cancel(true));
        }
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
