package dev.dashline.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of the Confluent REST API that serializers, and people with {@code curl}, use: a path and a body in, JSON
 * out.
 */
final class RegistryApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Subjects subjects;
    private final List<Route> routes;

    RegistryApi(Subjects subjects) {
        this.subjects = subjects;
        this.routes = List.of(
                route("GET", "", call -> JSON.createObjectNode()),
                route("GET", "subjects", call -> JSON.valueToTree(subjects.names())),
                route("POST", "subjects/*", call -> described(subjects.lookup(call.arg(0), call.schema()))),
                route("GET", "subjects/*/versions", this::versions),
                route("POST", "subjects/*/versions", this::register),
                route("GET", "subjects/*/versions/*", call -> described(subjects.version(call.arg(0), call.arg(1)))),
                route("GET", "subjects/*/versions/*/schema", this::schemaOfVersion),
                route("GET", "schemas/types", call -> JSON.createArrayNode().add("AVRO")),
                route("GET", "schemas/ids/*", this::schemaOfId),
                route("GET", "schemas/ids/*/versions", this::versionsOfId),
                route("GET", "config", call -> level("compatibilityLevel", subjects.compatibility())),
                route("PUT", "config", this::configure),
                route("GET", "config/*", this::configOfSubject),
                route("PUT", "config/*", this::configureSubject),
                route("POST", "compatibility/subjects/*/versions/*", this::checkCompatibility),
                route("GET", "mode", call -> JSON.createObjectNode().put("mode", "READWRITE")));
    }

    /**
     * The response to a request.
     *
     * @param path the decoded segments of the path; none for the root
     * @throws RegistryException if the request is rejected
     */
    JsonNode answer(String method, List<String> path, JsonNode body) {
        List<Route> there = routes.stream().filter(route -> route.matches(path)).toList();
        if (there.isEmpty()) {
            throw RegistryException.noSuchPath(String.join("/", path));
        }
        Route route = there.stream()
                .filter(candidate -> candidate.method().equals(method))
                .findFirst()
                .orElseThrow(() -> RegistryException.notAllowed(method));
        return route.handler().apply(new Call(route.arguments(path), body));
    }

    private record Route(String method, List<String> pattern, Function<Call, JsonNode> handler) {

        boolean matches(List<String> path) {
            if (path.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        List<String> arguments(List<String> path) {
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (pattern.get(i).equals("*")) {
                    arguments.add(path.get(i));
                }
            }
            return arguments;
        }
    }

    private record Call(List<String> args, JsonNode body) {

        String arg(int index) {
            return args.get(index);
        }

        int id() {
            try {
                return Integer.parseInt(arg(0));
            } catch (NumberFormatException e) {
                throw RegistryException.noSchema(arg(0));
            }
        }

        String schema() {
            String type = body.path("schemaType").asText("AVRO");
            if (!type.equals("AVRO")) {
                throw RegistryException.invalidSchema("this registry takes AVRO only, not " + type);
            }
            if (!body.path("references").isEmpty()) {
                throw RegistryException.invalidSchema("this registry takes no references");
            }
            if (!body.path("schema").isTextual()) {
                throw RegistryException.invalidSchema("the body needs a field schema that holds it as a string");
            }
            return body.path("schema").textValue();
        }

        Compatibility level() {
            String level = body.path("compatibility").asText().toUpperCase(Locale.ROOT);
            try {
                return Compatibility.valueOf(level);
            } catch (IllegalArgumentException e) {
                throw RegistryException.invalidCompatibility(level);
            }
        }
    }

    private static Route route(String method, String pattern, Function<Call, JsonNode> handler) {
        return new Route(method, pattern.isEmpty() ? List.of() : List.of(pattern.split("/")), handler);
    }

    private JsonNode versions(Call call) {
        return JSON.valueToTree(subjects.versions(call.arg(0)).stream()
                .map(RegisteredSchema::version)
                .toList());
    }

    private JsonNode register(Call call) {
        RegisteredSchema registered = subjects.register(call.arg(0), call.schema());
        return JSON.createObjectNode().put("id", registered.id());
    }

    private JsonNode schemaOfVersion(Call call) {
        String text = subjects.version(call.arg(0), call.arg(1)).schema().toString();
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a schema that is no JSON", e);
        }
    }

    private JsonNode schemaOfId(Call call) {
        return JSON.createObjectNode().put("schema", subjects.schema(call.id()).toString());
    }

    private JsonNode versionsOfId(Call call) {
        return JSON.valueToTree(subjects.uses(call.id()).stream()
                .map(use ->
                        JSON.createObjectNode().put("subject", use.subject()).put("version", use.version()))
                .toList());
    }

    private JsonNode configure(Call call) {
        subjects.setCompatibility(null, call.level());
        return level("compatibility", call.level());
    }

    private JsonNode configOfSubject(Call call) {
        String subject = call.arg(0);
        Optional<Compatibility> own = subjects.compatibility(subject);
        return level("compatibilityLevel", own.orElseThrow(() -> RegistryException.noSubjectConfig(subject)));
    }

    private JsonNode configureSubject(Call call) {
        subjects.setCompatibility(call.arg(0), call.level());
        return level("compatibility", call.level());
    }

    private JsonNode checkCompatibility(Call call) {
        boolean compatible = subjects.isCompatible(call.arg(0), call.arg(1), call.schema());
        return JSON.createObjectNode().put("is_compatible", compatible);
    }

    private static JsonNode level(String field, Compatibility level) {
        return JSON.createObjectNode().put(field, level.name());
    }

    private static ObjectNode described(RegisteredSchema version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema().toString());
    }
}
