package dev.dashline.ingest.http.tus;

import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.upload.FinishedUpload;
import dev.dashline.ingest.upload.UploadChecksum;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads and writes the headers of tus 1.0. */
public final class TusHeaders {

    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSION = "1.0.0";

    private static final String CONTENT_TYPE = "application/offset+octet-stream";
    private static final String EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration";
    private static final String NUMBER = "[0-9]{1,18}";

    private TusHeaders() {}

    /** What this server can do. */
    static void describe(Context context, long maxSize) {
        context.header("Tus-Version", VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Max-Size", Long.toString(maxSize))
                .header("Tus-Checksum-Algorithm", UploadChecksum.algorithms());
    }

    static void requireVersion(Context context) {
        if (!VERSION.equals(context.header(RESUMABLE))) {
            throw Problem.of(
                            412,
                            "tus-version",
                            "The request is not of a version of tus that is known here",
                            "Send " + RESUMABLE + ": " + VERSION + ", or see /openapi.yaml for uploads without tus.")
                    .with("Tus-Version", VERSION)
                    .exception();
        }
    }

    static void requireContentType(Context context) {
        @Nullable String type = context.req().getContentType();
        if (type == null || !type.equalsIgnoreCase(CONTENT_TYPE)) {
            throw Problem.of(
                            415,
                            "unsupported-media-type",
                            "The type of the body is not supported",
                            "Send Content-Type: " + CONTENT_TYPE + ".")
                    .exception();
        }
    }

    static long length(Context context) {
        if (context.header("Upload-Defer-Length") != null || context.header("Upload-Concat") != null) {
            throw Problem.invalid("Upload-Length", "must be given: it cannot be told later, nor be that of others")
                    .exception();
        }
        return number(context, "Upload-Length");
    }

    static long offset(Context context) {
        return number(context, "Upload-Offset");
    }

    private static long number(Context context, String header) {
        @Nullable String text = context.header(header);
        if (text == null || !text.matches(NUMBER)) {
            throw Problem.invalid(header, "must be a number of bytes").exception();
        }
        return Long.parseLong(text);
    }

    static String metadata(Context context) {
        return Optional.ofNullable(context.header("Upload-Metadata")).orElse("");
    }

    static Optional<UploadChecksum> checksum(Context context) {
        return Optional.ofNullable(context.header("Upload-Checksum")).map(UploadChecksum::parse);
    }

    /** The size of the request's body; empty if it is not told before. */
    static OptionalLong bodyLength(Context context) {
        long length = context.req().getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    static boolean hasBody(Context context) {
        return bodyLength(context).orElse(context.header("Transfer-Encoding") == null ? 0 : 1) > 0;
    }

    static void expires(Context context, Instant time) {
        context.header("Upload-Expires", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    /** Where the video is that the end of an upload has asked for. */
    static void video(Context context, FinishedUpload end) {
        end.videoId().ifPresent(id -> context.header("Video-Location", "/videos/" + id));
    }
}
