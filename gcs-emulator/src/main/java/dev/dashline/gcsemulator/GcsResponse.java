package dev.dashline.gcsemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.gcsemulator.storage.Blob;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * One answer.
 *
 * @param length how many bytes the body has
 */
record GcsResponse(int status, Map<String, String> headers, long length, Body body) {

    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    static GcsResponse json(int status, JsonNode node) {
        byte[] bytes = node.toString().getBytes(UTF_8);
        return new GcsResponse(
                status,
                Map.of("Content-Type", "application/json; charset=UTF-8"),
                bytes.length,
                out -> out.write(bytes));
    }

    static GcsResponse ok(JsonNode node) {
        return json(200, node);
    }

    static GcsResponse empty(int status) {
        return new GcsResponse(status, Map.of(), 0, out -> {});
    }

    static GcsResponse error(GcsException e) {
        if (e.status() == 304) {
            return empty(304);
        }
        ObjectNode answer = Blob.JSON.createObjectNode();
        ObjectNode error = answer.putObject("error").put("code", e.status()).put("message", e.message());
        error.putArray("errors")
                .addObject()
                .put("message", e.message())
                .put("domain", "global")
                .put("reason", e.reason());
        return json(e.status(), answer);
    }

    GcsResponse with(String header, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(header, value);
        return new GcsResponse(status, all, length, body);
    }

    GcsResponse withBody(Body other) {
        return new GcsResponse(status, headers, length, other);
    }
}
