package dev.dashline.ingest.http.gate;

import dev.dashline.ingest.problem.Problem;
import dev.dashline.ingest.problem.ProblemException;
import dev.dashline.ingest.request.Parsed;
import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives the body of a request, which has arrived within its limits before: only JSON, and only what is valid. */
public final class BodyReader {

    private BodyReader() {}

    /** The body, which is required. */
    public static byte[] json(Context context) {
        requireJson(context);
        return context.bodyAsBytes();
    }

    /** The body; no bytes if there is none. */
    public static byte[] optionalJson(Context context) {
        byte[] body = context.bodyAsBytes();
        if (body.length > 0) {
            requireJson(context);
        }
        return body;
    }

    /**
     * What was parsed of it.
     *
     * @throws ProblemException if it is not valid, or names what is forbidden
     */
    public static <T> T valid(Parsed<T> parsed) {
        return parsed.match(
                value -> value,
                errors -> {
                    throw Problem.invalid(errors).exception();
                },
                errors -> {
                    throw Problem.forbidden(errors).exception();
                });
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
}
