package dev.dashline.publisher.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every object that an attempt's manifests refer to, as PACKAGE measured them.
 *
 * @param objects in no particular order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Inventory(List<Entry> objects) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One object.
     *
     * @param size bytes
     * @param crc32c 8 hexadecimal digits, lower case
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Entry(URI uri, long size, String crc32c) {}

    /** @throws IOException if this is not an inventory */
    static Inventory parse(byte[] json) throws IOException {
        @Nullable Inventory inventory = JSON.readValue(json, Inventory.class);
        if (inventory == null || inventory.objects() == null) {
            throw new IOException("no list of objects");
        }
        for (Entry entry : inventory.objects()) {
            if (entry == null || entry.uri() == null || entry.crc32c() == null) {
                throw new IOException("an object without uri or crc32c");
            }
        }
        return inventory;
    }
}
