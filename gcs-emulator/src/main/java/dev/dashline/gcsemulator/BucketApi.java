package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import java.io.IOException;
import java.util.regex.Pattern;

/** Buckets: list, create, get, delete. */
final class BucketApi {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    private final ObjectTable table;

    BucketApi(ObjectTable table) {
        this.table = table;
    }

    GcsResponse list() {
        ObjectNode answer = Blob.JSON.createObjectNode().put("kind", "storage#buckets");
        ArrayNode items = answer.putArray("items");
        table.bucketNames().forEach(name -> items.add(resource(name)));
        return GcsResponse.ok(answer);
    }

    GcsResponse create(GcsRequest request) throws IOException {
        String name = request.json().path("name").asText("");
        create(name);
        return GcsResponse.ok(resource(name));
    }

    void create(String name) throws IOException {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw GcsException.badRequest("Invalid bucket name: '" + name + "'");
        }
        table.createBucket(name);
    }

    GcsResponse get(String name) {
        table.requireBucket(name);
        return GcsResponse.ok(resource(name));
    }

    GcsResponse delete(String name) throws IOException {
        table.deleteBucket(name);
        return GcsResponse.empty(204);
    }

    private static ObjectNode resource(String name) {
        return Blob.JSON
                .createObjectNode()
                .put("kind", "storage#bucket")
                .put("id", name)
                .put("name", name)
                .put("metageneration", "1")
                .put("location", "US")
                .put("storageClass", "STANDARD")
                .put("etag", "CAE=");
    }
}
