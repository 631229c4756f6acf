package dev.dashline.ingest.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads JSON strictly: one object, without duplicate fields, and nothing after it. */
final class JsonBody {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonBody() {}

    /** The object; empty if the body is not one, with the reason in {@code errors}. */
    static Optional<JsonNode> object(byte[] body, List<FieldError> errors) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) {
                return Optional.of(node);
            }
            errors.add(new FieldError("", "must be a JSON object"));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            errors.add(new FieldError("", "must be JSON: " + firstLine(e.getOriginalMessage()) + place));
        } catch (IOException e) {
            errors.add(new FieldError("", "must be JSON in UTF-8"));
        }
        return Optional.empty();
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
