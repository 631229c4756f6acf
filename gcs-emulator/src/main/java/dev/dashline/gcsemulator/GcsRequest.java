package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.gcsemulator.storage.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request, decoded.
 *
 * @param path segments, decoded one by one: the slashes of an object's name are within its segment
 * @param query the last value of each parameter
 * @param headers by name in lower case
 * @param body as it arrives, not compressed
 * @param content what is between the body and the object's content; a fault may change it here
 */
record GcsRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        InputStream body,
        UnaryOperator<InputStream> content) {

    static List<String> path(URI uri) {
        return Arrays.stream(uri.getRawPath().split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> decode(segment.replace("+", "%2B")))
                .toList();
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                query.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Nullable
    Long number(String name) {
        String text = query.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw GcsException.badRequest("Invalid value for " + name + ": " + text);
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as JSON; an empty object if there is none. */
    JsonNode json() throws IOException {
        return json(body.readAllBytes());
    }

    static JsonNode json(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return Blob.JSON.createObjectNode();
        }
        try {
            return Blob.JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw GcsException.badRequest("Parse Error: " + e.getOriginalMessage());
        }
    }
}
