package dev.dashline.embedded;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Which earlier schemas a subject's next schema must be compatible with. Names and meanings are Confluent's. */
enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean readsOlder;
    private final boolean readByOlder;
    private final boolean transitive;

    Compatibility(boolean readsOlder, boolean readByOlder, boolean transitive) {
        this.readsOlder = readsOlder;
        this.readByOlder = readByOlder;
        this.transitive = transitive;
    }

    /** Why this schema is incompatible with the earlier ones, oldest first; empty if it is compatible. */
    Optional<String> violation(Schema next, List<Schema> existing) {
        int from = transitive ? 0 : Math.max(0, existing.size() - 1);
        return existing.subList(from, existing.size()).stream()
                .flatMap(older -> Stream.concat(
                        readsOlder ? incompatibilities(next, older) : Stream.empty(),
                        readByOlder ? incompatibilities(older, next) : Stream.empty()))
                .findFirst();
    }

    private static Stream<String> incompatibilities(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage());
    }
}
