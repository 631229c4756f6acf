package dev.dashline.gcsemulator.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One generation of an object.
 *
 * @param attributes what its writer said of it: content type, cache control, metadata and so on, named as in the API
 */
public record Blob(
        String bucket,
        String name,
        long generation,
        long metageneration,
        Instant created,
        Instant updated,
        ObjectNode attributes,
        Content content) {

    public static final ObjectMapper JSON = new ObjectMapper();
    static final List<String> ATTRIBUTES = List.of(
            "contentType",
            "cacheControl",
            "contentEncoding",
            "contentDisposition",
            "contentLanguage",
            "storageClass",
            "customTime",
            "metadata");

    /** What of a resource a writer may set. */
    public static ObjectNode attributes(JsonNode resource) {
        ObjectNode attributes = JSON.createObjectNode();
        for (String name : ATTRIBUTES) {
            JsonNode value = resource.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                attributes.set(name, value.deepCopy());
            }
        }
        return attributes;
    }

    public String attribute(String name, String otherwise) {
        return attributes.path(name).asText(otherwise);
    }

    public String contentType() {
        return attribute("contentType", "application/octet-stream");
    }

    /** The object resource of the API. */
    public ObjectNode resource() {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", "storage#object");
        node.put("id", bucket + "/" + name + "/" + generation);
        node.put("bucket", bucket);
        node.put("name", name);
        node.put("generation", Long.toString(generation));
        node.put("metageneration", Long.toString(metageneration));
        node.put("storageClass", "STANDARD");
        node.put("contentType", contentType());
        node.setAll(attributes);
        node.put("size", Long.toString(content.size()));
        node.put("crc32c", content.crc32c());
        if (!content.md5().isEmpty()) {
            node.put("md5Hash", content.md5());
        }
        node.put("etag", etag());
        node.put("timeCreated", created.toString());
        node.put("updated", updated.toString());
        return node;
    }

    public String etag() {
        return "g" + generation + "m" + metageneration;
    }

    /** What {@link #load} makes the same of. */
    public ObjectNode save() {
        ObjectNode node = resource();
        node.put("file", String.valueOf(content.file().getFileName()));
        return node;
    }

    public static Blob load(JsonNode saved, Path folder) {
        Content content = new Content(
                folder.resolve(saved.path("file").asText()),
                saved.path("size").asLong(),
                saved.path("crc32c").asText(),
                saved.path("md5Hash").asText(""));
        return new Blob(
                saved.path("bucket").asText(),
                saved.path("name").asText(),
                saved.path("generation").asLong(),
                saved.path("metageneration").asLong(),
                Instant.parse(saved.path("timeCreated").asText()),
                Instant.parse(saved.path("updated").asText()),
                attributes(saved),
                content);
    }
}
