package dev.dashline.gcsemulator;

import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.Content;
import java.io.IOException;
import java.util.Optional;

/** One object that is there: its resource, its content, its change and its removal. */
final class ObjectApi {

    private final ObjectTable table;

    ObjectApi(ObjectTable table) {
        this.table = table;
    }

    GcsResponse get(GcsRequest request, ObjectName name) {
        Blob blob = table.get(name.bucket(), name.name(), request.number("generation"));
        Preconditions.of(request).checkRead(blob);
        boolean media = request.parameter("alt").filter("media"::equals).isPresent();
        return media ? media(request, blob) : GcsResponse.ok(blob.resource()).with("ETag", blob.etag());
    }

    private static GcsResponse media(GcsRequest request, Blob blob) {
        Content content = blob.content();
        Optional<String> header = request.header("Range");
        ByteRange range = header.map(text -> ByteRange.of(text, content.size()))
                .orElseGet(() -> new ByteRange(0, content.size() - 1));
        GcsResponse.Body body = out -> content.copy(range.first(), range.length(), out);
        GcsResponse response = new GcsResponse(header.isPresent() ? 206 : 200, java.util.Map.of(), range.length(), body)
                .with("Content-Type", blob.contentType())
                .with("ETag", blob.etag())
                .with("Accept-Ranges", "bytes")
                .with("X-Goog-Generation", Long.toString(blob.generation()))
                .with("X-Goog-Metageneration", Long.toString(blob.metageneration()))
                .with("X-Goog-Hash", content.hashes())
                .with("X-Goog-Stored-Content-Encoding", "identity")
                .with("X-Goog-Stored-Content-Length", Long.toString(content.size()))
                .with("Cache-Control", blob.attribute("cacheControl", "private, max-age=0"));
        return header.isEmpty()
                ? response
                : response.with("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + content.size());
    }

    GcsResponse patch(GcsRequest request, ObjectName name) throws IOException {
        Blob blob = table.patch(
                name, request.number("generation"), Blob.attributes(request.json()), Preconditions.of(request));
        return GcsResponse.ok(blob.resource());
    }

    GcsResponse delete(GcsRequest request, ObjectName name) throws IOException {
        table.delete(name, request.number("generation"), Preconditions.of(request));
        return GcsResponse.empty(204);
    }
}
