package dev.dashline.ingest.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of an upload: it is one object now, and its video is requested.
 *
 * @param videoId the video that its end asked for; empty if none
 * @param expiresAt when it is removed
 */
public record FinishedUpload(Optional<String> videoId, Instant expiresAt) {

    byte[] json() {
        var json = JsonNodeFactory.instance.objectNode();
        videoId.ifPresent(id -> json.put("video", id));
        return Upload.bytes(json.put("expiresAt", expiresAt.toString()));
    }

    static FinishedUpload of(byte[] json) {
        JsonNode read = Upload.read(json);
        return new FinishedUpload(
                Optional.ofNullable(read.path("video").textValue()),
                Instant.parse(read.path("expiresAt").asText()));
    }
}
