package dev.dashline.ingest.http;

import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, within limits of size and time; only JSON. */
final class BodyReader {

    private final int limit;
    private final Duration timeout;

    /**
     * @param timeout for the whole body; the connector's idle timeout must not be longer
     */
    BodyReader(int limit, Duration timeout) {
        this.limit = limit;
        this.timeout = timeout;
    }

    /** The body, which is required. */
    byte[] json(Context context) {
        requireJson(context);
        return read(context);
    }

    /** The body; no bytes if there is none. */
    byte[] optionalJson(Context context) {
        byte[] body = read(context);
        if (body.length > 0) {
            requireJson(context);
        }
        return body;
    }

    private byte[] read(Context context) {
        if (context.req().getContentLengthLong() > limit) {
            throw tooLarge();
        }
        long end = System.nanoTime() + timeout.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            InputStream in = context.req().getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                body.write(buffer, 0, count);
                if (body.size() > limit) {
                    throw tooLarge();
                }
                if (System.nanoTime() > end) {
                    throw tooSlow();
                }
            }
        } catch (IOException e) {
            throw isTimeout(e) ? tooSlow() : incomplete();
        }
        return body.toByteArray();
    }

    /** Refuses a request that does not say that its body is JSON. */
    static void requireJson(Context context) {
        @Nullable String type = context.req().getContentType();
        String[] parts =
                type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean json = parts[0].strip().equals("application/json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        @Nullable String encoding = context.header("Content-Encoding");
        if (!json || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            throw Problem.of(
                            415,
                            "unsupported-media-type",
                            "The type of the body is not supported",
                            "Send Content-Type: application/json, in UTF-8 and not compressed.")
                    .with("Accept", "application/json")
                    .exception();
        }
    }

    private static boolean isTimeout(IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private ProblemException tooLarge() {
        return closing(
                Problem.of(413, "too-large", "The body is too large", "At most " + limit + " bytes are allowed."));
    }

    private ProblemException tooSlow() {
        return closing(Problem.of(
                408,
                "too-slow",
                "The body arrived too slowly",
                "It must arrive within " + timeout.toSeconds() + " seconds."));
    }

    private static ProblemException incomplete() {
        return closing(
                Problem.of(400, "broken-off", "The body is incomplete", "The connection ended before the body did."));
    }

    /** Closes the connection: the rest of the body would be read as the next request. */
    private static ProblemException closing(Problem problem) {
        return problem.with("Connection", "close").exception();
    }
}
