package dev.dashline.ingest.http.tus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.VideoRequested;
import dev.dashline.ingest.access.Caller;
import dev.dashline.ingest.http.gate.BodyReader;
import dev.dashline.ingest.http.gate.Change;
import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.request.DirectUpload;
import dev.dashline.ingest.request.RequestParser;
import dev.dashline.ingest.upload.FinishedUpload;
import dev.dashline.ingest.upload.Upload;
import dev.dashline.ingest.upload.UploadHandler;
import dev.dashline.ingest.upload.UploadHandler.Wish;
import dev.dashline.ingest.upload.UploadMetadata;
import dev.dashline.ingest.upload.UploadRefused;
import dev.dashline.ingest.upload.UploadState;
import dev.dashline.ingest.video.Acceptance;
import dev.dashline.ingest.video.RequestHandler;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The operations on uploads: those of tus 1.0, and those for clients without it. An upload is its tenant's, whose other
 * callers may go on with it. Safe for use by any thread.
 */
public final class UploadEndpoints {

    /** Name of the metadata that is the request for the upload's video. */
    static final String REQUEST = "request";

    /** The largest file that is sent without tus: it cannot be resumed. */
    private static final long SMALL = 64 << 20;

    private final UploadHandler uploads;
    private final RequestHandler requests;
    private final RequestParser parser;

    public UploadEndpoints(UploadHandler uploads, RequestHandler requests, RequestParser parser) {
        this.uploads = uploads;
        this.requests = requests;
        this.parser = parser;
    }

    /** Bodies of uploads that are received at a time. */
    int atATime() {
        return uploads.limits().atATime();
    }

    /** What this server can do of tus; for anybody. */
    void options(Context context) {
        TusHeaders.describe(context, uploads.limits().maxSize());
        context.status(204);
    }

    /** Creates an upload, with the beginning of it if there is a body. */
    void create(Context context, Caller caller) throws IOException {
        TusHeaders.requireVersion(context);
        long length = TusHeaders.length(context);
        boolean hasBody = TusHeaders.hasBody(context);
        if (hasBody) {
            TusHeaders.requireContentType(context);
        }
        Upload upload = uploads.create(caller.tenant(), wish(caller, length, TusHeaders.metadata(context), false));
        context.status(201).header("Location", location(upload));
        UploadState state = uploads.state(upload.tenant(), upload.id());
        if (hasBody || length == 0) {
            append(context, caller, state, 0);
        } else {
            TusHeaders.expires(context, state.expiresAt());
        }
    }

    /** Tells how far an upload is. */
    void head(Context context, Caller caller) {
        TusHeaders.requireVersion(context);
        UploadState state = state(context, caller);
        Upload upload = state.upload();
        context.header("Cache-Control", "no-store")
                .header("Upload-Length", Long.toString(upload.length()))
                .header("Upload-Offset", Long.toString(state.offset()));
        if (!upload.metadata().isEmpty()) {
            context.header("Upload-Metadata", upload.metadata());
        }
        TusHeaders.expires(context, state.expiresAt());
        state.finished().ifPresent(end -> TusHeaders.video(context, end));
    }

    /** Adds a body to an upload, and ends it with its last byte. */
    void patch(Context context, Caller caller) throws IOException {
        TusHeaders.requireVersion(context);
        TusHeaders.requireContentType(context);
        append(context.status(204), caller, state(context, caller), TusHeaders.offset(context));
    }

    private void append(Context context, Caller caller, UploadState state, long offset) throws IOException {
        Upload upload = state.upload();
        long end = offset == upload.length() && state.finished().isPresent()
                ? offset
                : uploads.append(
                        state,
                        offset,
                        TusHeaders.bodyLength(context),
                        context.req().getInputStream(),
                        TusHeaders.checksum(context));
        context.header("Upload-Offset", Long.toString(end));
        TusHeaders.expires(context, state.expiresAt());
        if (end == upload.length()) {
            FinishedUpload finished = finish(caller, upload, upload.request());
            TusHeaders.expires(context, finished.expiresAt());
            TusHeaders.video(context, finished);
        }
    }

    /** Removes an upload, finished or not. */
    void terminate(Context context, Caller caller) {
        TusHeaders.requireVersion(context);
        Upload upload = state(context, caller).upload();
        uploads.remove(upload);
        new Change(caller, "remove upload").log("upload", upload.id());
        context.status(204);
    }

    /** A small file in one request, without tus. */
    void file(Context context, Caller caller) throws IOException {
        OptionalLong length = TusHeaders.bodyLength(context);
        if (length.isEmpty()) {
            throw Problem.of(411, "length-required", "The size of the file is not known", "Send its Content-Length.")
                    .exception();
        }
        if (length.getAsLong() > SMALL) {
            throw Problem.of(
                            413,
                            "too-large",
                            "The file is too large",
                            "At most " + SMALL + " bytes are taken in one request. Send it by tus to /uploads.")
                    .with("Connection", "close")
                    .exception();
        }
        Upload upload =
                uploads.create(caller.tenant(), wish(caller, length.getAsLong(), TusHeaders.metadata(context), false));
        try {
            append(context.status(201), caller, uploads.state(upload.tenant(), upload.id()), 0);
        } catch (UploadRefused e) {
            uploads.remove(upload); // Its client does not know of it, and sends the file again.
            throw e;
        }
        UploadState state = uploads.state(upload.tenant(), upload.id());
        context.header("Location", location(upload)).json(json(upload, state.finished()));
    }

    /** Creates an upload that the client sends to the object store itself. */
    void direct(Context context, Caller caller) {
        DirectUpload asked = BodyReader.valid(DirectUpload.parse(BodyReader.json(context)));
        String metadata = asked.metadata();
        Upload upload = uploads.create(caller.tenant(), wish(caller, asked.size(), metadata, true));
        String session = uploads.openSession(upload, Optional.ofNullable(context.header("Origin")))
                .toString();
        ObjectNode json = json(upload, Optional.empty()).put("session", session);
        json.put("finish", location(upload) + "/finish");
        context.status(201)
                .header("Location", location(upload))
                .header("Cache-Control", "no-store")
                .json(json);
    }

    /** Ends an upload whose bytes are all there; a body is the request, in place of that of its creation. */
    void finish(Context context, Caller caller) {
        Upload upload = state(context, caller).upload();
        byte[] body = BodyReader.optionalJson(context);
        Optional<String> request =
                body.length == 0 ? upload.request() : Optional.of(new String(body, StandardCharsets.UTF_8));
        if (body.length > 0) {
            parsed(caller, body, upload.source()); // It may be finished already, which does not make a bad body good.
        }
        FinishedUpload end = finish(caller, upload, request);
        TusHeaders.video(context, end);
        context.header("Location", location(upload)).json(json(upload, Optional.of(end)));
    }

    private FinishedUpload finish(Caller caller, Upload upload, Optional<String> request) {
        return uploads.finish(upload.tenant(), upload.id(), whole -> request.map(json -> video(caller, upload, json)));
    }

    /** The key has a space, so it is none that a client can send. */
    private String video(Caller caller, Upload upload, String request) {
        Acceptance acceptance = requests.accept(
                caller,
                parsed(caller, request.getBytes(StandardCharsets.UTF_8), upload.source()),
                "upload " + upload.id());
        if (acceptance instanceof Acceptance.Accepted accepted) {
            new Change(caller, "submit").log(accepted);
            return accepted.videoId();
        }
        throw Problem.of(
                        409,
                        "video-refused",
                        "The upload is whole, but its video cannot be requested",
                        "Its deadline has passed, or another video was requested of it. Send another request to "
                                + location(upload) + "/finish.")
                .exception();
    }

    private Wish wish(Caller caller, long length, String metadata, boolean direct) {
        Map<String, String> values = UploadMetadata.parse(metadata);
        @Nullable String request = values.get(REQUEST);
        if (request != null) {
            parsed(caller, request.getBytes(StandardCharsets.UTF_8), "upload:00000000-0000-0000-0000-000000000000");
        }
        return new Wish(length, metadata, Optional.ofNullable(request), direct);
    }

    private VideoRequested parsed(Caller caller, byte[] request, String source) {
        return BodyReader.valid(
                parser.within(caller::mayName).of(caller.tenant()).parseOf(source, request));
    }

    private UploadState state(Context context, Caller caller) {
        return uploads.state(caller.tenant(), context.pathParam("id"));
    }

    private static String location(Upload upload) {
        return "/uploads/" + upload.id();
    }

    private static ObjectNode json(Upload upload, Optional<FinishedUpload> end) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", upload.id());
        json.put("source", upload.source());
        end.flatMap(FinishedUpload::videoId)
                .ifPresent(video -> json.put("video", video).put("status", "/videos/" + video));
        return json;
    }
}
