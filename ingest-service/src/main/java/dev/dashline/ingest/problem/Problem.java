package dev.dashline.ingest.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.ingest.request.FieldError;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A problem as RFC 9457 defines it: the answer to a request that was refused.
 *
 * @param status the HTTP status
 * @param reason stable name of the kind of problem; part of the API
 * @param title the kind of problem in words
 * @param detail this occurrence in words
 * @param errors the fields that are wrong, if any
 * @param headers further headers of the answer
 */
public record Problem(
        int status, String reason, String title, String detail, List<FieldError> errors, Map<String, String> headers) {

    /** The type of {@link #json}. */
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:dashline:problem:";

    public Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    /** A problem without wrong fields. */
    public static Problem of(int status, String reason, String title, String detail) {
        return new Problem(status, reason, title, detail, List.of(), Map.of());
    }

    /** Some fields are wrong. */
    public static Problem invalid(List<FieldError> errors) {
        String detail = errors.size() == 1 ? "1 field is wrong." : errors.size() + " fields are wrong.";
        return new Problem(400, "invalid-request", "The request is not valid", detail, errors, Map.of());
    }

    /** One field is wrong. */
    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** Sources are not in a place that may be read. */
    public static Problem forbidden(List<FieldError> errors) {
        return new Problem(
                403,
                "source-forbidden",
                "The source is not in a place that this deployment may read",
                "Put it in a place that INPUT_BUCKET or SOURCE_ROOTS names.",
                errors,
                Map.of());
    }

    /** Something is not there; the sentence says what. */
    public static Problem notFound(String what) {
        return of(404, "not-found", "Not found", what);
    }

    /** For now: the client may try again. */
    public static Problem unavailable(String detail) {
        return of(503, "unavailable", "The service cannot do this now", detail).with("Retry-After", "5");
    }

    /** All places for requests are taken. */
    public static Problem busy() {
        return of(
                        429,
                        "too-many-requests",
                        "The service is busy",
                        "It serves as many requests at a time as it may. Try again.")
                .with("Retry-After", "1");
    }

    /** A bug. */
    public static Problem internal() {
        return of(500, "internal", "Internal error", "The log of the service has the cause.");
    }

    /** This occurrence in words, with the fields that are wrong. */
    public String explanation() {
        return errors.isEmpty()
                ? detail
                : errors.stream()
                        .map(error -> error.field() + ' ' + error.message() + '.')
                        .collect(Collectors.joining(" "));
    }

    /** The same with another header. */
    public Problem with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Problem(status, reason, title, detail, errors, more);
    }

    /** Ends the handling of a request with this. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** The body of the answer. */
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", TYPE_PREFIX + reason);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        if (!errors.isEmpty()) {
            ArrayNode list = json.putArray("errors");
            errors.forEach(error -> list.addObject().put("field", error.field()).put("message", error.message()));
        }
        return json.toString();
    }

    /** Answers a request with this. */
    public void answer(Context context) {
        headers.forEach(context::header);
        context.status(status).contentType(CONTENT_TYPE).result(json().getBytes(UTF_8));
    }
}
