package dev.dashline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dashline.events.RequestAction;
import dev.dashline.events.VideoRequested;
import dev.dashline.events.encoder.EncoderTaskResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What this version does with records of a later one, of which each test makes the schema from ours. */
class LaterVersionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema REQUEST = VideoRequested.getClassSchema();
    private static final String NEW_FIELD = """
            {"name": "watermark", "type": ["null", "string"], "default": null%s}""";

    private final String scope = UUID.randomUUID().toString();
    private final AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>();

    @BeforeEach
    void connect() {
        deserializer.configure(Map.of("schema.registry.url", "mock://" + scope), false);
    }

    @AfterEach
    void close() {
        deserializer.close();
    }

    /** Events of all topics, public or not, and states of all stores. */
    @ParameterizedTest
    @MethodSource("schemas")
    void everyUnknownSymbolWaitsForTheUpgradeUnlessItsEnumSaysOtherwise(Schema ours) {
        Schema later = changed(ours, LaterVersionTest::addSymbols);
        for (GenericRecord record : SampleGenerator.variants(later)) {
            if (record.toString().contains("\"MUST_BE_KNOWN\"")) {
                assertThatThrownBy(() -> read(record))
                        .isInstanceOf(LaterVersionException.class)
                        .hasMessageContaining(" is MUST_BE_KNOWN");
            } else {
                assertThat(read(record)).isNotNull();
            }
        }
    }

    static Stream<Schema> schemas() {
        return CurrentSchemas.all();
    }

    private static void addSymbols(ObjectNode node) {
        if (node.path("type").asText().equals("enum")) {
            boolean mayBeUnknown = node.path("default").asText().equals(LaterSchema.UNKNOWN);
            node.withArray("symbols").add(mayBeUnknown ? "MAY_BE_UNKNOWN" : "MUST_BE_KNOWN");
        }
    }

    @Test
    void namesWhatItDoesNotKnow() {
        GenericRecord request = sample(changed(REQUEST, LaterVersionTest::addSymbols));
        Schema action = request.getSchema().getField("action").schema();
        request.put("action", new GenericData.EnumSymbol(action, "MUST_BE_KNOWN"));

        assertThatThrownBy(() -> read(request))
                .isInstanceOf(LaterVersionException.class)
                .matches(EventSerdes::isRetriable)
                .matches(EventSerdes::isOfLaterVersion)
                .hasMessage("a record of any is of a later version: VideoRequested.action is MUST_BE_KNOWN");

        request.put("action", new GenericData.EnumSymbol(action, "CANCEL"));
        assertThat(read(request))
                .isInstanceOfSatisfying(
                        VideoRequested.class,
                        read -> assertThat(read.getAction()).isEqualTo(RequestAction.CANCEL));
    }

    @Test
    void anUnknownOutcomeWaitsForTheUpgrade() {
        Schema later = changed(
                EncoderTaskResult.getClassSchema(),
                field("outcome", outcome -> outcome.withArray("type").add(json("""
                        {"type": "record", "name": "TaskSplit", "fields": []}"""))));
        GenericRecord result = sample(later);
        Schema split = later.getField("outcome").schema().getTypes().stream()
                .filter(type -> type.getName().equals("TaskSplit"))
                .findFirst()
                .orElseThrow();
        result.put("outcome", new GenericData.Record(split));

        assertThatThrownBy(() -> read(result))
                .isInstanceOf(LaterVersionException.class)
                .hasMessageContaining("EncoderTaskResult.outcome is a TaskSplit");
    }

    @Test
    void aWiderTypeWaitsForTheUpgrade() {
        GenericRecord request = sample(changed(REQUEST, field("attempt", attempt -> attempt.put("type", "long"))));

        assertThatThrownBy(() -> read(request)).isInstanceOf(LaterVersionException.class);
    }

    @Test
    void anUnknownFieldIsOverlookedUnlessItSaysOtherwise() {
        GenericRecord optional = sample(withField(""));
        optional.put("watermark", "logo.png");
        assertThat(read(optional)).isInstanceOf(VideoRequested.class);

        GenericRecord vital = sample(withField(", \"mustUnderstand\": true"));
        vital.put("watermark", null);
        assertThat(read(vital)).isInstanceOf(VideoRequested.class);
        vital.put("watermark", "logo.png");
        assertThatThrownBy(() -> read(vital))
                .isInstanceOf(LaterVersionException.class)
                .hasMessageContaining("there is VideoRequested.watermark");
    }

    private static Schema withField(String more) {
        return changed(REQUEST, node -> {
            if (node.path("name").asText().equals(REQUEST.getName())) {
                node.withArray("fields").add(json(NEW_FIELD.formatted(more)));
            }
        });
    }

    @Test
    void whatIsNoVersionOfOursIsGarbage() {
        GenericRecord otherType = sample(changed(REQUEST, field("source", source -> source.put("type", "boolean"))));
        GenericRecord nothing = new GenericData.Record(
                Schema.createRecord(REQUEST.getName(), "", REQUEST.getNamespace(), false, List.of()));

        for (GenericRecord record : List.of(otherType, nothing)) {
            assertThatThrownBy(() -> read(record))
                    .isInstanceOf(SerializationException.class)
                    .matches(failure -> !EventSerdes.isRetriable(failure));
        }
    }

    private SpecificRecord read(GenericRecord record) {
        int id = InMemoryRegistry.ofScope(scope).register("any", record.getSchema());
        byte[] body = SavedSamples.toBinary(record);
        byte[] bytes = ByteBuffer.allocate(WireFormat.HEADER + body.length)
                .put(WireFormat.header(id))
                .put(body)
                .array();
        return Objects.requireNonNull(deserializer.deserialize("any", bytes));
    }

    private static GenericRecord sample(Schema schema) {
        return SampleGenerator.variants(schema).get(0);
    }

    /** Changes the field of that name, wherever it is. */
    private static Consumer<ObjectNode> field(String name, Consumer<ObjectNode> change) {
        Predicate<ObjectNode> isThat = node -> node.path("name").asText().equals(name) && !node.has("fields");
        return node -> {
            if (isThat.test(node)) {
                change.accept(node);
            }
        };
    }

    private static Schema changed(Schema schema, Consumer<ObjectNode> change) {
        JsonNode json = json(schema.toString());
        change(json, change);
        return new Schema.Parser().parse(json.toString());
    }

    private static void change(JsonNode node, Consumer<ObjectNode> change) {
        if (node instanceof ObjectNode object) {
            change.accept(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(each -> change(each, change));
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
