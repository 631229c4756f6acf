package dev.dashline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dashline.schemas.Topic;
import dev.dashline.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every release reads what any older one wrote. {@code src/test/resources/samples} holds records of every release, and
 * of the version in the making. When you change a schema of that version, or begin a new one, write its samples and
 * commit them:
 *
 * <pre>mvn test -pl schemas -Ddashline.samples.update=true</pre>
 *
 * <p>Samples of a release are never written again: a schema changes with a new minor version only.
 */
class SchemaEvolutionTest {

    @BeforeAll
    static void updateSamplesIfAsked() {
        if (Boolean.getBoolean("dashline.samples.update")) {
            assertThat(projectVersion())
                    .as("samples of a release are never written again")
                    .endsWith(".0-SNAPSHOT");
            CurrentSchemas.all()
                    .map(schema -> new SavedSamples(minorVersion(), schema, SampleGenerator.variants(schema)))
                    .forEach(SavedSamples::save);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsStillRead(SavedSamples samples) {
        String scope = samples.toString();
        int id = InMemoryRegistry.ofScope(scope).register("any", samples.writer());
        try (var deserializer = new AvroDeserializer<SpecificRecord>();
                var serializer = new AvroSerializer<SpecificRecord>()) {
            Map<String, String> config = Map.of("schema.registry.url", "mock://" + scope);
            deserializer.configure(config, false);
            serializer.configure(config, false);
            assertThat(samples.records()).isNotEmpty().allSatisfy(record -> {
                byte[] bytes = wireFormat(id, record);
                SpecificRecord event = Objects.requireNonNull(deserializer.deserialize("any", bytes));
                if (event.getSchema().equals(samples.writer())) {
                    assertThat(serializer.serialize("any", event)).isEqualTo(bytes);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySchemaReadsItsOlderVersions(SavedSamples samples) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(
                CurrentSchemas.named(samples.writer().getFullName()), samples.writer());

        assertThat(result.getType())
                .as("%s: %s", samples, result.getResult().getIncompatibilities())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    /** While a new version is rolled out, processes of the old one read what it writes; after a way back, they must. */
    @ParameterizedTest
    @MethodSource("samples")
    void everyOlderVersionReadsItsSchema(SavedSamples samples) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(
                samples.writer(), CurrentSchemas.named(samples.writer().getFullName()));

        assertThat(result.getType())
                .as("%s: %s", samples, result.getResult().getIncompatibilities())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void theVersionInTheMakingHasSamplesOfAllItsSchemas() {
        Map<String, String> saved = SavedSamples.all().stream()
                .filter(samples -> samples.version().equals(minorVersion()))
                .map(SavedSamples::writer)
                .collect(Collectors.toMap(Schema::getFullName, Schema::toString));

        assertThat(CurrentSchemas.all()
                        .filter(schema -> !schema.toString().equals(saved.get(schema.getFullName())))
                        .map(Schema::getFullName))
                .as("schemas that changed: run mvn test -pl schemas -Ddashline.samples.update=true, commit what it"
                        + " wrote")
                .isEmpty();
    }

    @Test
    void theEventOfEveryTopicIsAmongTheSchemas() {
        assertThat(CurrentSchemas.all().map(Schema::getFullName))
                .containsAll(Stream.concat(Topics.PUBLIC.stream(), Topics.PRIVATE.stream())
                        .map(Topic::valueType)
                        .map(Class::getName)
                        .toList());
    }

    static List<SavedSamples> samples() {
        return SavedSamples.all();
    }

    private static byte[] wireFormat(int id, GenericRecord record) {
        byte[] body = SavedSamples.toBinary(record);
        return ByteBuffer.allocate(WireFormat.HEADER + body.length)
                .put(WireFormat.header(id))
                .put(body)
                .array();
    }

    private static String projectVersion() {
        return Objects.requireNonNull(System.getProperty("dashline.version"), "dashline.version: run with Maven");
    }

    private static String minorVersion() {
        String version = projectVersion();
        return version.substring(0, version.indexOf('.', version.indexOf('.') + 1));
    }
}
