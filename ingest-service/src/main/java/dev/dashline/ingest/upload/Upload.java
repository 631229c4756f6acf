package dev.dashline.ingest.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * An upload as it was created. Nothing of it changes.
 *
 * @param tenant whose it is; nobody else may know of it
 * @param length bytes that it will have
 * @param metadata as the client sent it: see {@link UploadMetadata}
 * @param request the video that its end asks for, as JSON without a source; empty if none
 * @param direct whether the client sends it to the object store itself
 * @param expiresAt when it is removed unless it is finished
 */
public record Upload(
        String id,
        String tenant,
        long length,
        String metadata,
        Optional<String> request,
        boolean direct,
        Instant expiresAt) {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** How a request names an upload as its source. */
    public String source() {
        return UploadNames.SCHEME + id;
    }

    byte[] json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("tenant", tenant).put("length", length).put("metadata", metadata);
        request.ifPresent(video -> json.put("request", video));
        return bytes(json.put("direct", direct).put("expiresAt", expiresAt.toString()));
    }

    static Upload of(byte[] json) {
        JsonNode read = read(json);
        return new Upload(
                read.path("id").asText(),
                read.path("tenant").asText(),
                read.path("length").asLong(),
                read.path("metadata").asText(),
                Optional.ofNullable(read.path("request").textValue()),
                read.path("direct").asBoolean(),
                Instant.parse(read.path("expiresAt").asText()));
    }

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("what is stored of an upload is not JSON", e);
        }
    }
}
