package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.Content;
import dev.dashline.gcsemulator.storage.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uploads in one request: the content alone, or the resource and the content as two parts. */
final class UploadApi {

    private final ObjectTable table;
    private final DataFolder data;

    UploadApi(ObjectTable table, DataFolder data) {
        this.table = table;
        this.data = data;
    }

    GcsResponse media(GcsRequest request, String bucket) throws IOException {
        ObjectNode resource = Blob.JSON.createObjectNode();
        resource.put("contentType", request.header("Content-Type").orElse("application/octet-stream"));
        return upload(request, bucket, resource, request.body());
    }

    GcsResponse multipart(GcsRequest request, String bucket) throws IOException {
        MultipartBody parts = MultipartBody.parse(
                request.header("Content-Type").orElse(""), request.body().readAllBytes());
        JsonNode resource = parts.resource();
        if (!resource.has("contentType")) {
            ((ObjectNode) resource).put("contentType", parts.contentType());
        }
        return upload(request, bucket, resource, parts.content());
    }

    private GcsResponse upload(GcsRequest request, String bucket, JsonNode resource, InputStream content)
            throws IOException {
        Preconditions preconditions = Preconditions.of(request);
        ObjectName name = name(request, bucket, resource);
        preconditions.checkWrite(table.find(bucket, name.name()));
        Path file = data.newContent();
        try {
            try (InputStream in = request.content().apply(content)) {
                Files.copy(in, file);
            }
            Content stored = Content.of(file);
            ClaimedHashes.of(resource, request).check(stored);
            return GcsResponse.ok(table.put(name, Blob.attributes(resource), stored, preconditions)
                    .resource());
        } catch (IOException | GcsException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    static ObjectName name(GcsRequest request, String bucket, JsonNode resource) {
        return new ObjectName(
                bucket,
                request.parameter("name").orElseGet(() -> resource.path("name").asText("")));
    }
}
