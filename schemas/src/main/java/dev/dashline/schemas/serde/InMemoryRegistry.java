package dev.dashline.schemas.serde;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A registry for tests, named by a URL such as {@code mock://scope}. Those with the same scope in one JVM are the same.
 * Takes any schema: it checks no compatibility.
 */
final class InMemoryRegistry implements SchemaRegistry {

    static final String SCHEME = "mock://";

    private static final Map<String, InMemoryRegistry> SCOPES = new ConcurrentHashMap<>();

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, Set<Schema>> subjects = new HashMap<>();

    static InMemoryRegistry ofScope(String scope) {
        return SCOPES.computeIfAbsent(scope, name -> new InMemoryRegistry());
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        subjects.computeIfAbsent(subject, name -> new HashSet<>()).add(schema);
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public synchronized int lookup(String subject, Schema schema) {
        if (!subjects.getOrDefault(subject, Set.of()).contains(schema)) {
            throw new SerializationException(
                    "schema " + schema.getFullName() + " is not registered under subject " + subject);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new SerializationException("no schema has id " + id);
        }
        return schemas.get(id - 1);
    }
}
