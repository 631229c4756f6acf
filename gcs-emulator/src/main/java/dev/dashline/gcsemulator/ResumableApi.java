package dev.dashline.gcsemulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import dev.dashline.gcsemulator.storage.DataFolder;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads in more than one request. Sessions do not outlive the emulator. */
final class ResumableApi {

    private final ObjectTable table;
    private final DataFolder data;
    private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();

    ResumableApi(ObjectTable table, DataFolder data) {
        this.table = table;
        this.data = data;
    }

    /** Opens a session; where to send the content is in the answer's {@code Location}. */
    GcsResponse start(GcsRequest request, String bucket) throws IOException {
        JsonNode resource = request.json();
        ObjectName name = UploadApi.name(request, bucket, resource);
        Preconditions preconditions = Preconditions.of(request);
        preconditions.checkWrite(table.find(bucket, name.name()));
        ObjectNode attributes = Blob.attributes(resource);
        if (!attributes.has("contentType")) {
            request.header("X-Upload-Content-Type").ifPresent(type -> attributes.put("contentType", type));
        }
        String id = UUID.randomUUID().toString();
        ClaimedHashes hashes = ClaimedHashes.of(resource, request);
        Optional<Long> size = request.header("X-Upload-Content-Length").map(Long::valueOf);
        sessions.put(id, new UploadSession(name, size, attributes, hashes, preconditions, data.newContent()));
        return GcsResponse.empty(200)
                .with("Location", location(request, bucket, id))
                .with("X-GUploader-UploadID", id);
    }

    private static String location(GcsRequest request, String bucket, String id) {
        return "http://" + request.header("Host").orElse("localhost") + "/upload/storage/v1/b/" + bucket
                + "/o?uploadType=resumable&upload_id=" + id;
    }

    /** Content, or the question how much of it is there. */
    GcsResponse put(GcsRequest request, String id) throws IOException {
        UploadSession session = session(id);
        ContentRange range = ContentRange.of(request.header("Content-Range"), request.header("Content-Length"));
        synchronized (session) {
            Optional<Blob> done = session.done();
            if (done.isEmpty() && !range.isQuery()) {
                session.append(range.first(), request.content().apply(request.body()));
            }
            if (done.isEmpty() && session.isComplete(range)) {
                done = Optional.of(session.finish(table, request));
            }
            return done.map(blob -> GcsResponse.ok(blob.resource())
                            .with(
                                    "X-Goog-Stored-Content-Length",
                                    Long.toString(blob.content().size())))
                    .orElseGet(() -> incomplete(session));
        }
    }

    private static GcsResponse incomplete(UploadSession session) {
        GcsResponse response = GcsResponse.empty(308);
        return session.received() == 0 ? response : response.with("Range", "bytes=0-" + (session.received() - 1));
    }

    /** Deletes a session, and answers with Cloud Storage's status for that. */
    GcsResponse cancel(String id) throws IOException {
        UploadSession session = session(id);
        sessions.remove(id);
        synchronized (session) {
            session.discard();
        }
        return GcsResponse.empty(499);
    }

    private UploadSession session(String id) {
        return Optional.ofNullable(sessions.get(id)).orElseThrow(() -> GcsException.notFound("No such upload: " + id));
    }
}
