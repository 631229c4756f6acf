package dev.dashline.schemas.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {

    private static final Inventory INVENTORY =
            new Inventory(List.of(new Inventory.Entry(URI.create("gs://media/v/1/v360/0.m4s"), 5, "9a71bb4c")));

    @Test
    void isReadAsItWasWritten() throws IOException {
        assertThat(new String(INVENTORY.toJson(), UTF_8))
                .isEqualTo(
                        "{\"objects\":[{\"uri\":\"gs://media/v/1/v360/0.m4s\",\"size\":5,\"crc32c\":\"9a71bb4c\"}]}");
        assertThat(Inventory.fromJson(INVENTORY.toJson())).isEqualTo(INVENTORY);
    }

    @Test
    void mayHaveMoreFieldsThanAReaderKnows() throws IOException {
        String later = new String(INVENTORY.toJson(), UTF_8).replace("\"size\"", "\"etag\":\"x\",\"size\"");

        assertThat(Inventory.fromJson(later.getBytes(UTF_8))).isEqualTo(INVENTORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"objects\":[null]}", "{\"objects\":[{\"size\":1}]}"})
    void refusesWhatIsNoInventory(String json) {
        assertThatThrownBy(() -> Inventory.fromJson(json.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }
}
