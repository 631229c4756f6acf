package dev.dashline.schemas.serde;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Makes records of any of our schemas, always the same ones: as many variants as its widest union has branches, or its
 * longest enum symbols, so that each of them occurs. Variant 0 is the sparsest: nulls where there may be, empty lists
 * and maps.
 */
final class SampleGenerator {

    private static final long EPOCH_MILLIS = 1_767_323_045_678L;

    private final int variant;

    private SampleGenerator(int variant) {
        this.variant = variant;
    }

    static List<GenericRecord> variants(Schema schema) {
        return IntStream.range(0, Math.max(2, width(schema)))
                .mapToObj(variant -> (GenericRecord) new SampleGenerator(variant).value("", schema))
                .toList();
    }

    private static int width(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                schema.getFields().stream()
                        .mapToInt(field -> width(field.schema()))
                        .max()
                        .orElse(1);
            case ARRAY -> width(schema.getElementType());
            case MAP -> width(schema.getValueType());
            case ENUM -> schema.getEnumSymbols().size();
            case UNION ->
                Math.max(
                        schema.getTypes().size(),
                        schema.getTypes().stream()
                                .mapToInt(SampleGenerator::width)
                                .max()
                                .orElse(1));
            default -> 1;
        };
    }

    private Object value(String name, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> new GenericData.EnumSymbol(schema, cycled(schema.getEnumSymbols()));
            case UNION -> union(name, cycled(schema.getTypes()));
            case ARRAY -> new GenericData.Array<>(schema, elements(name, schema.getElementType()));
            case MAP -> variant == 0 ? Map.of() : Map.of("key", value(name, schema.getValueType()));
            case STRING -> name + ' ' + variant + " – ü";
            case BYTES -> ByteBuffer.wrap(new byte[] {0, 1, (byte) 0x80, (byte) 0xff});
            case INT -> 1 + variant;
            case LONG -> schema.getLogicalType() == null ? 1_000_000_000_000L + variant : EPOCH_MILLIS + variant;
            case BOOLEAN -> variant % 2 == 0;
            case FLOAT -> 0.5f + variant;
            case DOUBLE -> 0.25 + variant;
            default -> throw new IllegalArgumentException("our schemas have no " + schema.getType());
        };
    }

    private GenericRecord record(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.name(), value(field.name(), field.schema())));
        return record;
    }

    @SuppressWarnings("NullAway") // Avro's null is Java's.
    private Object union(String name, Schema branch) {
        return branch.getType() == Schema.Type.NULL ? null : value(name, branch);
    }

    private List<Object> elements(String name, Schema schema) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Math.min(variant, 2); i++) {
            elements.add(value(name, schema));
        }
        return elements;
    }

    private <T> T cycled(List<T> choices) {
        return choices.get(variant % choices.size());
    }
}
