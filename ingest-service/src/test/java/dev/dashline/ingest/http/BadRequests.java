package dev.dashline.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.dashline.ingest.http.ApiDocument.Call;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes requests that are wrong in one thing out of one that is right, as the document says what is right. */
final class BadRequests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "noSuchField";
    private static final byte[] NOT_UTF_8 = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};

    private final ApiDocument document;
    private final Call call;
    private final String body;

    /** @param body one that is right; empty for none */
    BadRequests(ApiDocument document, Call call, String body) {
        this.document = document;
        this.call = call;
        this.body = body;
    }

    /**
     * A request.
     *
     * @param what is different from the right one
     * @param isWrong whether the document says so; others are strange but may be right
     * @param query with its question mark
     * @param headers beside, or in place of, those of the right one
     */
    record Variant(String what, boolean isWrong, String query, Map<String, String> headers, BodyPublisher body) {}

    Stream<Variant> all() {
        return Stream.of(fields(), bodies(), types(), queries(), headers()).flatMap(each -> each);
    }

    private Stream<Variant> fields() {
        return document.jsonBody(call).stream().flatMap(schema -> {
            List<JsonNode> made = new ArrayList<>();
            change(schema, read(body.isEmpty() ? "{}" : body), made::add);
            return made.stream()
                    .map(json -> variant(
                            json.toString(), !document.violations(schema, json).isEmpty(), sent(json.toString())));
        });
    }

    /** Gives the object with each of its fields missing, and with each value in the place of each. */
    private void change(JsonNode schema, JsonNode right, Consumer<JsonNode> made) {
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        names.add(UNKNOWN);
        for (String name : names) {
            JsonNode field = document.resolved(schema.path("properties").path(name));
            made.accept(without(right, name));
            values(field).forEach(value -> made.accept(with(right, name, value)));
            JsonNode items = document.resolved(field.path("items"));
            if (items.has("properties")) {
                ObjectNode item = JsonNodeFactory.instance.objectNode();
                items.path("required").forEach(each -> item.put(each.asText(), "x"));
                change(items, item, changed -> made.accept(with(right, name, list(changed))));
            }
        }
    }

    /** Of every type, and at the limits that the schema sets. */
    private static Stream<JsonNode> values(JsonNode schema) {
        ObjectNode many = JsonNodeFactory.instance.objectNode();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i <= schema.path("maxProperties").asInt(1); i++) {
            many.put("name" + i, "value");
        }
        for (int i = 0; i <= schema.path("maxItems").asInt(1); i++) {
            list.add("x");
        }
        return Stream.of(
                BooleanNode.TRUE,
                IntNode.valueOf(-1),
                IntNode.valueOf(0),
                DoubleNode.valueOf(1.5),
                BigIntegerNode.valueOf(BigInteger.TEN.pow(40)),
                TextNode.valueOf(""),
                TextNode.valueOf("no such"),
                TextNode.valueOf("\u0000"),
                TextNode.valueOf("\ud800"),
                TextNode.valueOf("-PT1S"),
                TextNode.valueOf("2026-13-32T25:00:00Z"),
                TextNode.valueOf("+999999999-12-31T23:59:59.999999999Z"),
                TextNode.valueOf("x".repeat(schema.path("maxLength").asInt(2_000) + 1)),
                JsonNodeFactory.instance.arrayNode(),
                list(list),
                list,
                JsonNodeFactory.instance.objectNode(),
                many,
                with(many, "name", IntNode.valueOf(1)),
                with(many, "name", JsonNodeFactory.instance.objectNode()),
                with(many, "name", TextNode.valueOf("x".repeat(2_000))));
    }

    private Stream<Variant> bodies() {
        if (document.jsonBody(call).isEmpty()) {
            return Stream.empty();
        }
        Stream<Variant> wrong = Stream.of(
                        "{",
                        "[]",
                        "7",
                        "null",
                        "\"text\"",
                        " ",
                        "{\"a\": 1, \"a\": 2}",
                        "{} {}",
                        "{'a': 1}",
                        "{\"a\": NaN}",
                        "{\"a\": 1e999999999}",
                        "\ufeff",
                        "[".repeat(5_000),
                        "{\"a\":".repeat(5_000))
                .map(text -> variant(text.substring(0, Math.min(text.length(), 20)), true, sent(text)));
        Stream<Variant> notUtf8 = Stream.of(variant("not UTF-8", true, BodyPublishers.ofByteArray(NOT_UTF_8)));
        Stream<Variant> none = Stream.of(variant("no body", document.needsBody(call), BodyPublishers.noBody()));
        return Stream.of(wrong, notUtf8, none).flatMap(each -> each);
    }

    private Stream<Variant> types() {
        return document.jsonBody(call).isEmpty() || body.isEmpty()
                ? Stream.empty()
                : Stream.of("text/plain", "application/xml", "application/json; charset=utf-16", "json", "/", "")
                        .map(type -> new Variant(
                                "Content-Type: " + type, true, "", Map.of("Content-Type", type), sent(body)));
    }

    private Stream<Variant> queries() {
        return document.parameters(call, "query").stream().flatMap(parameter -> {
            String name = parameter.path("name").asText();
            return texts().map(text -> new Variant(
                    name + '=' + text,
                    isWrong(parameter, text),
                    '?' + name + '=' + URLEncoder.encode(text, UTF_8),
                    Map.of(),
                    sent(body)));
        });
    }

    private Stream<Variant> headers() {
        return document.parameters(call, "header").stream().flatMap(parameter -> {
            String name = parameter.path("name").asText();
            return texts().filter(text -> text.chars().allMatch(c -> c >= ' ' && c < 127))
                    .map(text -> new Variant(
                            name + ": " + text, isWrong(parameter, text), "", Map.of(name, text), sent(body)));
        });
    }

    private static Stream<String> texts() {
        return Arrays.stream(new String[] {
            "",
            " ",
            "no such",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "yesterday",
            "+999999999-12-31T23:59:59Z",
            "\u0000",
            "é=ü",
            "x".repeat(3_000)
        });
    }

    /** A parameter is text; it is a number or a truth value if it reads like one. */
    private boolean isWrong(JsonNode parameter, String text) {
        JsonNode schema = document.resolved(parameter.path("schema"));
        JsonNode value = Stream.of("integer", "number", "boolean")
                        .anyMatch(schema.path("type").asText()::equals)
                ? literal(text)
                : TextNode.valueOf(text);
        boolean isList = schema.path("type").asText().equals("array");
        return !document.violations(schema, isList ? list(value) : value).isEmpty();
    }

    private static JsonNode literal(String text) {
        return text.matches("-?[0-9]+") ? BigIntegerNode.valueOf(new BigInteger(text)) : TextNode.valueOf(text);
    }

    private static Variant variant(String what, boolean isWrong, BodyPublisher body) {
        return new Variant(what, isWrong, "", Map.of(), body);
    }

    private static ObjectNode with(JsonNode object, String name, JsonNode value) {
        ObjectNode changed = object.deepCopy();
        changed.set(name, value);
        return changed;
    }

    private static ObjectNode without(JsonNode object, String name) {
        ObjectNode changed = object.deepCopy();
        changed.remove(name);
        return changed;
    }

    private static ArrayNode list(JsonNode only) {
        return JsonNodeFactory.instance.arrayNode().add(only);
    }

    private static BodyPublisher sent(String text) {
        return BodyPublishers.ofString(text);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
