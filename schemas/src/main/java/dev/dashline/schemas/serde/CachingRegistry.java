package dev.dashline.schemas.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;

/** Remembers every answer, because answers never change. Failures are not remembered. */
final class CachingRegistry implements SchemaRegistry {

    private record Subject(String name, Schema schema) {}

    private final SchemaRegistry registry;
    private final Map<Subject, Integer> registered = new ConcurrentHashMap<>();
    private final Map<Subject, Integer> found = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    CachingRegistry(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int register(String subject, Schema schema) {
        return cached(registered, new Subject(subject, schema), key -> registry.register(subject, schema));
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return cached(found, new Subject(subject, schema), key -> registry.lookup(subject, schema));
    }

    @Override
    public Schema byId(int id) {
        return cached(schemas, id, registry::byId);
    }

    /**
     * Holds no lock during the request, so that known answers are served while the registry is down. Two threads may
     * ask the same.
     */
    private static <K, V> V cached(Map<K, V> answers, K question, Function<K, V> ask) {
        V known = answers.get(question);
        if (known == null) {
            known = ask.apply(question);
            answers.put(question, known);
        }
        return known;
    }
}
