package dev.dashline.systemtests.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The objects that an attempt's manifests may refer to, as its inventory lists them.
 *
 * @param objects checksums by URI
 */
public record VerifiedObjects(Map<String, String> objects) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads {@code inventory.json}. */
    public static VerifiedObjects parse(byte[] json) throws IOException {
        Map<String, String> objects = new LinkedHashMap<>();
        for (JsonNode entry : JSON.readTree(json).path("objects")) {
            objects.put(entry.path("uri").asText(), entry.path("crc32c").asText());
        }
        return new VerifiedObjects(objects);
    }
}
