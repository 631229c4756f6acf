package dev.dashline.schemas.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every public object that the manifests of an attempt refer to, as its encoder measured it: {@code {"objects":
 * [{"uri": …, "size": …, "crc32c": …}]}}. Readers ignore fields that they do not know.
 *
 * @param objects in no particular order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Inventory(List<Entry> objects) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One object.
     *
     * @param size bytes
     * @param crc32c CRC-32C of its content: 8 hexadecimal digits, lower case
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(URI uri, long size, String crc32c) {}

    /** The inventory in UTF-8. */
    public byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an inventory cannot be written", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException if it is no inventory
     */
    public static Inventory fromJson(byte[] json) throws IOException {
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
