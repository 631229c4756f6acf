package dev.dashline.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The registry's state: subjects, their versions and their compatibility levels. Every change is written to the journal
 * first. Thread-safe.
 */
final class Subjects {

    private static final String GLOBAL = "";

    private final RegistryJournal journal;
    private final Map<String, List<RegisteredSchema>> versions = new TreeMap<>();
    private final Map<String, Integer> idsByText = new HashMap<>();
    private final Map<Integer, Schema> byId = new TreeMap<>();
    private final Map<String, Compatibility> compatibility = new HashMap<>();

    Subjects(RegistryJournal journal) {
        this.journal = journal;
        journal.recovered().forEach(this::replay);
    }

    synchronized List<String> names() {
        return List.copyOf(versions.keySet());
    }

    /** The subject's versions, the oldest first. */
    synchronized List<RegisteredSchema> versions(String subject) {
        List<RegisteredSchema> found = versions.get(subject);
        if (found == null) {
            throw RegistryException.noSubject(subject);
        }
        return List.copyOf(found);
    }

    synchronized RegisteredSchema version(String subject, String version) {
        List<RegisteredSchema> all = versions(subject);
        int number = version.equals("latest") || version.equals("-1") ? all.size() : versionNumber(version);
        if (number > all.size()) {
            throw RegistryException.noVersion(version);
        }
        return all.get(number - 1);
    }

    synchronized Schema schema(int id) {
        Schema schema = byId.get(id);
        if (schema == null) {
            throw RegistryException.noSchema(Integer.toString(id));
        }
        return schema;
    }

    /** Every subject's version with this id. */
    synchronized List<RegisteredSchema> uses(int id) {
        schema(id);
        return versions.values().stream()
                .flatMap(List::stream)
                .filter(version -> version.id() == id)
                .toList();
    }

    synchronized RegisteredSchema lookup(String subject, String text) {
        Schema schema = parse(text);
        versions(subject);
        return find(subject, schema).orElseThrow(() -> RegistryException.noSchema(schema.getFullName()));
    }

    synchronized RegisteredSchema register(String subject, String text) {
        Schema schema = parse(text);
        Optional<RegisteredSchema> known = find(subject, schema);
        if (known.isPresent()) {
            return known.get();
        }
        List<RegisteredSchema> older = versions.getOrDefault(subject, List.of());
        violation(subject, schema, older).ifPresent(why -> {
            throw RegistryException.incompatible(subject, why);
        });
        int id = idsByText.getOrDefault(schema.toString(), byId.size() + 1);
        RegisteredSchema added = new RegisteredSchema(subject, older.size() + 1, id, schema);
        journal.append(entry("schema", subject)
                .put("version", added.version())
                .put("id", id)
                .put("schema", schema.toString()));
        add(added);
        return added;
    }

    /** Whether a schema is compatible with this version under the subject's compatibility level. */
    synchronized boolean isCompatible(String subject, String version, String text) {
        return violation(subject, parse(text), List.of(version(subject, version)))
                .isEmpty();
    }

    synchronized Compatibility compatibility() {
        return compatibility.getOrDefault(GLOBAL, Compatibility.BACKWARD_TRANSITIVE);
    }

    /** The subject's own compatibility level, if it has one. */
    synchronized Optional<Compatibility> compatibility(String subject) {
        return Optional.ofNullable(compatibility.get(subject));
    }

    /** Sets a subject's compatibility level; null sets the default for subjects without one. */
    synchronized void setCompatibility(@Nullable String subject, Compatibility level) {
        String key = subject == null ? GLOBAL : subject;
        journal.append(entry("compatibility", key).put("level", level.name()));
        compatibility.put(key, level);
    }

    private Optional<String> violation(String subject, Schema schema, List<RegisteredSchema> older) {
        return compatibility(subject)
                .orElse(compatibility())
                .violation(schema, older.stream().map(RegisteredSchema::schema).toList());
    }

    /** Compared by text, not by meaning: a changed doc makes a new version. */
    private Optional<RegisteredSchema> find(String subject, Schema schema) {
        String text = schema.toString();
        return versions.getOrDefault(subject, List.of()).stream()
                .filter(version -> version.schema().toString().equals(text))
                .findFirst();
    }

    private void add(RegisteredSchema added) {
        versions.computeIfAbsent(added.subject(), name -> new ArrayList<>()).add(added);
        idsByText.put(added.schema().toString(), added.id());
        byId.put(added.id(), added.schema());
    }

    private void replay(JsonNode entry) {
        String subject = entry.path("subject").asText();
        if (entry.path("kind").asText().equals("schema")) {
            add(new RegisteredSchema(
                    subject,
                    entry.path("version").asInt(),
                    entry.path("id").asInt(),
                    parse(entry.path("schema").asText())));
        } else {
            compatibility.put(subject, Compatibility.valueOf(entry.path("level").asText()));
        }
    }

    private static ObjectNode entry(String kind, String subject) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind).put("subject", subject);
    }

    private static Schema parse(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw RegistryException.invalidSchema(String.valueOf(e.getMessage()));
        }
    }

    private static int versionNumber(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw RegistryException.invalidVersion(text);
        }
        throw RegistryException.invalidVersion(text);
    }
}
