package dev.dashline.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object and collects everything that is wrong with them, so that a client gets all errors
 * at once.
 */
final class Fields {

    private static final int SHOWN_NAME = 64;

    private final JsonNode object;
    private final String prefix;
    private final List<FieldError> errors;

    private Fields(JsonNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /**
     * @param prefix of the names of these fields in errors
     * @param errors to add to
     */
    static Fields of(JsonNode object, String prefix, Set<String> known, List<FieldError> errors) {
        Fields fields = new Fields(object, prefix, errors);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String shown = name.length() > SHOWN_NAME ? name.substring(0, SHOWN_NAME) + "…" : name;
                fields.wrong(shown, "is unknown; the fields are " + String.join(", ", known));
            }
        });
        return fields;
    }

    void wrong(String field, String message) {
        errors.add(new FieldError(prefix + field, message));
    }

    /** Whether one of the fields is present, even as null. */
    boolean hasAny(Set<String> names) {
        return names.stream().anyMatch(object::has);
    }

    /** The field's value; empty if it is missing or null. */
    Optional<JsonNode> value(String field) {
        return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
    }

    Optional<String> text(String field) {
        return typed(field, JsonNodeType.STRING, "must be a string").map(JsonNode::textValue);
    }

    String requiredText(String field) {
        if (value(field).isEmpty()) {
            wrong(field, "must be given");
        }
        return text(field).orElse("");
    }

    <E extends Enum<E>> Optional<E> oneOf(String field, Class<E> type) {
        List<E> all = Arrays.asList(type.getEnumConstants());
        Optional<String> given = text(field);
        Optional<E> found = given.flatMap(name ->
                all.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst());
        if (given.isPresent() && found.isEmpty()) {
            wrong(field, "must be one of " + String.join(", ", names(all)));
        }
        return found;
    }

    Optional<JsonNode> object(String field) {
        return typed(field, JsonNodeType.OBJECT, "must be an object");
    }

    Optional<JsonNode> array(String field) {
        return typed(field, JsonNodeType.ARRAY, "must be an array");
    }

    private Optional<JsonNode> typed(String field, JsonNodeType type, String rule) {
        @Nullable JsonNode value = value(field).orElse(null);
        if (value != null && value.getNodeType() != type) {
            wrong(field, rule);
            return Optional.empty();
        }
        return Optional.ofNullable(value);
    }

    private static <E extends Enum<E>> List<String> names(List<E> all) {
        List<String> names = new ArrayList<>();
        all.forEach(each -> names.add(each.name().toLowerCase(Locale.ROOT)));
        return names;
    }
}
