package dev.dashline.encoder.task.part;

import dev.dashline.events.encoder.PartRef;
import dev.dashline.media.MediaException;
import dev.dashline.media.MediaFault;
import dev.dashline.schemas.storage.AttemptLayout;
import dev.dashline.schemas.storage.Inventory.Entry;
import dev.dashline.store.Crc32c;
import dev.dashline.store.ObjectStore;
import dev.dashline.store.ObjectVersion;
import dev.dashline.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
     * The inventories, in the order given.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if one does not have the checksum that its task reported
     */
    public List<PartInventory> read(List<PartRef> parts) throws MediaException {
        List<PartInventory> inventories = new ArrayList<>();
        for (PartRef part : parts) {
            byte[] json = content(URI.create(part.getInventory()));
            if (!Crc32c.of(json).equals(part.getCrc32c())) {
                throw invalid("The inventory " + part.getInventory() + " is not what its task wrote.");
            }
            inventories.add(PartInventory.fromJson(json));
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
        Map<URI, StoredObject> there;
        try (Stream<StoredObject> objects = store.list(attempt.published())) {
            there = objects.collect(Collectors.toMap(StoredObject::uri, Function.identity()));
        }
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

    private byte[] content(URI object) throws MediaException {
        ObjectVersion version = store.version(object).orElseThrow(() -> invalid(object + " is gone."));
        try (InputStream content = store.read(object, version.generation(), 0, version.size())) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaException invalid(String message) {
        return new MediaException(MediaFault.OUTPUT_INVALID, message);
    }
}
