package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.Content;
import dev.dashline.gcsemulator.storage.DataFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Objects made of objects: copy, rewrite, compose. */
final class CopyApi {

    private static final int MOST_SOURCES = 32;

    private final ObjectTable table;
    private final DataFolder data;

    CopyApi(ObjectTable table, DataFolder data) {
        this.table = table;
        this.data = data;
    }

    GcsResponse copy(GcsRequest request, ObjectName from, ObjectName to) throws IOException {
        return GcsResponse.ok(duplicate(request, from, to).resource());
    }

    /** Always done in one go: no token, nothing left to rewrite. */
    GcsResponse rewrite(GcsRequest request, ObjectName from, ObjectName to) throws IOException {
        Blob copy = duplicate(request, from, to);
        String size = Long.toString(copy.content().size());
        ObjectNode answer = Blob.JSON
                .createObjectNode()
                .put("kind", "storage#rewriteResponse")
                .put("totalBytesRewritten", size)
                .put("objectSize", size)
                .put("done", true);
        answer.set("resource", copy.resource());
        return GcsResponse.ok(answer);
    }

    private Blob duplicate(GcsRequest request, ObjectName from, ObjectName to) throws IOException {
        Blob source = table.get(from.bucket(), from.name(), request.number("sourceGeneration"));
        Preconditions.ofSource(request).checkRead(source);
        ObjectNode given = Blob.attributes(request.json());
        Path file = data.newContent();
        Files.copy(source.content().file(), file);
        Content content = new Content(
                file,
                source.content().size(),
                source.content().crc32c(),
                source.content().md5());
        return put(to, given.isEmpty() ? source.attributes().deepCopy() : given, content, Preconditions.of(request));
    }

    GcsResponse compose(GcsRequest request, ObjectName to) throws IOException {
        JsonNode body = request.json();
        List<Blob> sources = new ArrayList<>();
        for (JsonNode source : body.path("sourceObjects")) {
            sources.add(source(to.bucket(), source));
        }
        if (sources.isEmpty() || sources.size() > MOST_SOURCES) {
            throw GcsException.badRequest("The number of source components must be between 1 and " + MOST_SOURCES);
        }
        Path file = data.newContent();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Blob source : sources) {
                source.content().copy(0, source.content().size(), out);
            }
        }
        ObjectNode attributes = Blob.attributes(body.path("destination"));
        Content content = Content.of(file).withoutMd5();
        return GcsResponse.ok(
                put(to, attributes, content, Preconditions.of(request)).resource());
    }

    private Blob source(String bucket, JsonNode source) {
        Long generation =
                source.has("generation") ? (Long) source.path("generation").asLong() : null;
        Blob blob = table.get(bucket, source.path("name").asText(), generation);
        JsonNode match = source.path("objectPreconditions").path("ifGenerationMatch");
        if (!match.isMissingNode() && match.asLong() != blob.generation()) {
            throw GcsException.conditionNotMet();
        }
        return blob;
    }

    private Blob put(ObjectName to, ObjectNode attributes, Content content, Preconditions preconditions)
            throws IOException {
        try {
            return table.put(to, attributes, content, preconditions);
        } catch (GcsException e) {
            Files.deleteIfExists(content.file());
            throw e;
        }
    }
}
