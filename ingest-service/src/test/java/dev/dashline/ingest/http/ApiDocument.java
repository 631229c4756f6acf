package dev.dashline.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import dev.dashline.ingest.http.ApiClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** {@code openapi.yaml} as a test asks it: which calls there are, and what is wrong with a value or an answer. */
final class ApiDocument {

    private static final String COMPONENTS = "components";

    private final SchemaRegistry registry = SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
    private final JsonNode document;

    ApiDocument(String yaml) {
        try {
            this.document = new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An operation; the path is a template. */
    record Call(String method, String path) implements Comparable<Call> {

        /** Reads {@code GET /videos/{id}}. */
        static Call of(String text) {
            String[] parts = text.split(" ", 2);
            return new Call(parts[0], parts[1]);
        }

        @Override
        public int compareTo(Call other) {
            return Comparator.comparing(Call::path).thenComparing(Call::method).compare(this, other);
        }

        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    /** All operations. */
    Set<Call> calls() {
        Set<Call> calls = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> calls.add(new Call(method.toUpperCase(Locale.ROOT), path.getKey()))));
        return calls;
    }

    /** The parameters of an operation that are in one place: path, query or header. */
    List<JsonNode> parameters(Call call, String place) {
        return StreamSupport.stream(operation(call).path("parameters").spliterator(), false)
                .map(this::resolved)
                .filter(parameter -> parameter.path("in").asText().equals(place))
                .toList();
    }

    /** The schema of the JSON that an operation takes. */
    Optional<JsonNode> jsonBody(Call call) {
        JsonNode schema = operation(call)
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return Optional.of(schema).filter(JsonNode::isObject).map(this::resolved);
    }

    boolean needsBody(Call call) {
        return operation(call).path("requestBody").path("required").asBoolean();
    }

    /** Whether the operation asks for a token. */
    boolean needsToken(Call call) {
        return !operation(call).has("security");
    }

    /** What a reference means. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** What is wrong with a value; empty if it is as the schema says. */
    List<String> violations(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    /** References are looked up in the schema itself, so it takes the document's components along. */
    private Schema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set(COMPONENTS, document.path(COMPONENTS));
        return registry.getSchema(whole);
    }

    /** What is wrong with an answer: its status, its type, its headers, its body. */
    List<String> violations(Call call, Answer answer) {
        JsonNode response = resolved(operation(call).path("responses").path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            return List.of("the status " + answer.status() + " is not documented");
        }
        List<String> violations = new ArrayList<>();
        String type = answer.header("Content-Type").split(";", 2)[0];
        JsonNode content = response.path("content");
        String body = answer.response().body();
        if (!body.isEmpty() && !content.has(type)) {
            violations.add("the type " + type + " is not documented");
        }
        JsonNode schema = content.path(type).path("schema");
        if (schema.isObject() && !body.isEmpty()) {
            violations.addAll(violations(schema, type.endsWith("json") ? answer.json() : TextNode.valueOf(body)));
        }
        return violations;
    }

    private JsonNode operation(Call call) {
        return document.path("paths").path(call.path()).path(call.method().toLowerCase(Locale.ROOT));
    }
}
