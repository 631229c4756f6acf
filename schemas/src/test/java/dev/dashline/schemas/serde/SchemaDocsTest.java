package dev.dashline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever reads a schema in a registry has nothing but its docs. */
class SchemaDocsTest {

    private final List<String> undocumented = new ArrayList<>();

    @Test
    void everyTypeAndEveryFieldHasADoc() {
        CurrentSchemas.all().forEach(this::visit);

        assertThat(undocumented).isEmpty();
    }

    private void visit(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                check(schema.getFullName(), schema.getDoc());
                schema.getFields().forEach(field -> {
                    check(schema.getFullName() + '.' + field.name(), field.doc());
                    visit(field.schema());
                });
            }
            case ENUM -> check(schema.getFullName(), schema.getDoc());
            case ARRAY -> visit(schema.getElementType());
            case MAP -> visit(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::visit);
            default -> {
                // Documented where it is used.
            }
        }
    }

    private void check(String what, @Nullable String doc) {
        if (doc == null || doc.isBlank()) {
            undocumented.add(what);
        }
    }
}
