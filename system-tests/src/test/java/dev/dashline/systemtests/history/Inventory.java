package dev.dashline.systemtests.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an attempt's manifests may refer to.
 *
 * @param objects checksums by URI
 */
public record Inventory(Map<String, String> objects) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads {@code inventory.json}. */
    public static Inventory parse(byte[] json) throws IOException {
        Map<String, String> objects = new LinkedHashMap<>();
        for (JsonNode entry : JSON.readTree(json).path("objects")) {
            objects.put(entry.path("uri").asText(), entry.path("crc32c").asText());
        }
        return new Inventory(objects);
    }
}
