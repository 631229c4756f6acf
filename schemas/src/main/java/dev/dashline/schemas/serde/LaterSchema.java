package dev.dashline.schemas.serde;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A schema that may be of a later version than ours: it reads all that ours writes. Finds what a record says that
 * our version must not overlook. Thread-safe.
 *
 * <p>A schema says itself what may be overlooked: a new field, unless it has the property {@value #MUST_UNDERSTAND} and
 * a value other than its default; and a new symbol of an enum, if the enum has the default {@value #UNKNOWN}.
 */
final class LaterSchema {

    static final String MUST_UNDERSTAND = "mustUnderstand";
    static final String UNKNOWN = "UNKNOWN";

    private final Schema written;
    private final Map<String, Schema> ours;
    private final boolean saysMore;

    private LaterSchema(Schema written, Schema expected) {
        this.written = written;
        this.ours = named(expected);
        this.saysMore = named(written).values().stream().anyMatch(this::saysMore);
    }

    /** The schema of a record, if it may be later than ours; empty if it is ours, or no version of it. */
    static Optional<LaterSchema> of(Schema written, Schema expected) {
        boolean isLater =
                !written.equals(expected) && lacksNothingOf(written, expected) && readsAllOf(written, expected);
        return isLater ? Optional.of(new LaterSchema(written, expected)) : Optional.empty();
    }

    /** Whether a record has to be looked into at all. */
    boolean saysMore() {
        return saysMore;
    }

    /** What a record of this schema says and ours cannot, for a person; empty if there is nothing. */
    Optional<String> beyondOurs(IndexedRecord record) {
        return beyondOurs(written.getName(), written, record);
    }

    private Optional<String> beyondOurs(String place, Schema schema, @Nullable Object value) {
        return switch (schema.getType()) {
            case RECORD -> ofRecord(place, schema, (IndexedRecord) Objects.requireNonNull(value));
            case ENUM -> ofEnum(place, schema, String.valueOf(value));
            case UNION ->
                beyondOurs(place, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)), value);
            case ARRAY ->
                first(((List<?>) Objects.requireNonNull(value))
                        .stream().map(each -> beyondOurs(place, schema.getElementType(), each)));
            case MAP ->
                first(((Map<?, ?>) Objects.requireNonNull(value))
                        .values().stream().map(each -> beyondOurs(place, schema.getValueType(), each)));
            default -> Optional.empty();
        };
    }

    private Optional<String> ofRecord(String place, Schema schema, IndexedRecord record) {
        Schema known = ours.get(schema.getFullName());
        if (known == null) {
            return Optional.of(place + " is a " + schema.getName());
        }
        return first(schema.getFields().stream().map(field -> {
            String inside = place + "." + field.name();
            Object value = record.get(field.pos());
            if (known.getField(field.name()) != null) {
                return beyondOurs(inside, field.schema(), value);
            }
            return mayBeOverlooked(field, value) ? Optional.<String>empty() : Optional.of("there is " + inside);
        }));
    }

    private Optional<String> ofEnum(String place, Schema schema, String symbol) {
        Schema known = ours.get(schema.getFullName());
        boolean isClear = known != null && (known.hasEnumSymbol(symbol) || UNKNOWN.equals(known.getEnumDefault()));
        return isClear ? Optional.empty() : Optional.of(place + " is " + symbol);
    }

    private static boolean mayBeOverlooked(Schema.Field field, @Nullable Object value) {
        boolean isDefault = field.hasDefaultValue()
                && (field.defaultVal() == JsonProperties.NULL_VALUE
                        ? value == null
                        : Objects.equals(value, GenericData.get().getDefaultValue(field)));
        return isDefault || !Boolean.TRUE.equals(field.getObjectProp(MUST_UNDERSTAND));
    }

    private boolean saysMore(Schema schema) {
        Schema known = ours.get(schema.getFullName());
        if (known == null) {
            return true;
        }
        return schema.getType() == Schema.Type.ENUM
                ? !known.getEnumSymbols().containsAll(schema.getEnumSymbols())
                : schema.getType() == Schema.Type.RECORD
                        && schema.getFields().stream().anyMatch(field -> known.getField(field.name()) == null);
    }

    /** A later version leaves out only what has a default, as each version does. */
    private static boolean lacksNothingOf(Schema written, Schema expected) {
        return SchemaCompatibility.checkReaderWriterCompatibility(expected, written)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(Incompatibility::getType)
                .noneMatch(SchemaIncompatibilityType.READER_FIELD_MISSING_DEFAULT_VALUE::equals);
    }

    private static boolean readsAllOf(Schema written, Schema expected) {
        return SchemaCompatibility.checkReaderWriterCompatibility(written, expected)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static Optional<String> first(Stream<Optional<String>> each) {
        return each.flatMap(Optional::stream).findFirst();
    }

    private static Map<String, Schema> named(Schema schema) {
        Map<String, Schema> named = new HashMap<>();
        collect(schema, named);
        return named;
    }

    private static void collect(Schema schema, Map<String, Schema> named) {
        switch (schema.getType()) {
            case RECORD -> {
                if (named.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), named));
                }
            }
            case ENUM, FIXED -> named.put(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(each -> collect(each, named));
            case ARRAY -> collect(schema.getElementType(), named);
            case MAP -> collect(schema.getValueType(), named);
            default -> {} // has no name
        }
    }
}
