package dev.dashline.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client says of an upload that it sends to the object store itself.
 *
 * @param size bytes
 * @param values metadata by their keys
 */
public record DirectUpload(long size, Map<String, String> values) {

    private static final String SIZE = "size";
    private static final String FILE_NAME = "filename";
    private static final String REQUEST = "request";
    private static final Set<String> FIELDS = new TreeSet<>(Set.of(SIZE, FILE_NAME, REQUEST));

    public DirectUpload {
        values = Map.copyOf(values);
    }

    /** Parses the body of a request. */
    public static Parsed<DirectUpload> parse(byte[] body) {
        List<FieldError> errors = new ArrayList<>();
        Optional<DirectUpload> parsed =
                JsonBody.object(body, errors).map(object -> read(Fields.of(object, "", FIELDS, errors)));
        return parsed.isPresent() && errors.isEmpty()
                ? new Parsed.Valid<>(parsed.get())
                : new Parsed.Invalid<>(List.copyOf(errors));
    }

    private static DirectUpload read(Fields fields) {
        Optional<JsonNode> size = fields.value(SIZE);
        boolean valid = size.filter(JsonNode::canConvertToLong)
                .filter(JsonNode::isIntegralNumber)
                .filter(number -> number.longValue() >= 0)
                .isPresent();
        if (!valid) {
            fields.wrong(SIZE, "must be a number of bytes");
        }
        Map<String, String> values = new LinkedHashMap<>();
        fields.text(FILE_NAME).ifPresent(name -> values.put(FILE_NAME, name));
        fields.object(REQUEST).ifPresent(request -> values.put(REQUEST, request.toString()));
        return new DirectUpload(valid ? size.get().longValue() : 0, values);
    }

    /** The same as a client of tus would write it in {@code Upload-Metadata}. */
    public String metadata() {
        return values.entrySet().stream()
                .map(each -> each.getKey()
                        + ' '
                        + Base64.getEncoder().encodeToString(each.getValue().getBytes(StandardCharsets.UTF_8)))
                .sorted()
                .collect(Collectors.joining(","));
    }
}
