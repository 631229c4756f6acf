package dev.dashline.encoder.worker;

import dev.dashline.encoder.media.MediaException;
import dev.dashline.encoder.worker.PartInventory.Entry;
import dev.dashline.events.encoder.PartRef;
import dev.dashline.runtime.store.Crc32c;
import dev.dashline.runtime.store.ObjectStore;
import dev.dashline.runtime.store.ObjectVersion;
import dev.dashline.runtime.store.StoredObject;
import dev.dashline.schemas.FailureCode;
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

/** Reads what transcode tasks say they wrote, and finds out whether it is there. */
final class PartReader {

    private final ObjectStore store;
    private final Places places;

    PartReader(ObjectStore store, Places places) {
        this.store = store;
        this.places = places;
    }

    /**
     * The inventories, in the order given.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if one is not what its task wrote
     */
    List<PartInventory> read(List<PartRef> parts) throws MediaException {
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
     * Has the store list all that there is, with checksums, and compares.
     *
     * @throws MediaException {@code OUTPUT_INVALID} if an object is missing or another
     */
    void requireStored(List<PartInventory> inventories) throws MediaException {
        Map<URI, Entry> there;
        try (Stream<StoredObject> objects = store.list(places.published())) {
            there = objects.map(Entry::of).collect(Collectors.toMap(Entry::uri, Function.identity()));
        }
        for (PartInventory inventory : inventories) {
            for (Entry entry : inventory.objects()) {
                if (!entry.equals(there.get(entry.uri()))) {
                    String state = there.containsKey(entry.uri()) ? " has changed since " : " is gone, which ";
                    throw invalid(entry.uri() + state + inventory.taskId() + " wrote it.");
                }
            }
        }
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
        return new MediaException(FailureCode.OUTPUT_INVALID, message);
    }
}
