package dev.dashline.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.schemas.TrustedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** The schemas as they are in the source, one for each file of {@code src/main/avro}. */
final class CurrentSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        TrustedEvents.vouch();
    }

    private CurrentSchemas() {}

    static Stream<Schema> all() {
        return SavedSamples.find(Path.of("src/main/avro"), ".avsc")
                .map(CurrentSchemas::fullName)
                .map(CurrentSchemas::named);
    }

    static Schema named(String fullName) {
        try {
            return SpecificData.get().getSchema(Class.forName(fullName));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("nothing reads " + fullName + " any more", e);
        }
    }

    private static String fullName(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file, UTF_8));
            return json.path("namespace").textValue() + '.' + json.path("name").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
