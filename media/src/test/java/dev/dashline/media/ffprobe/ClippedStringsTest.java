package dev.dashline.media.ffprobe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippedStringsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = ClippedStrings.LONGEST;

    @Test
    void leavesOtherStringsAsTheyAre() throws Exception {
        String text = "\"\\\" \\\\\u00e9\u20ac\ud83c\udfac\\n\\u0007/\"";

        assertThat(clipped("{\"a\": " + text + ", \"b\": [1, \"\"]}"))
                .isEqualTo(JSON.readTree("{\"a\": " + text + ", \"b\": [1, \"\"]}"));
    }

    @Test
    void goesOnBehindALongString() throws Exception {
        JsonNode clipped = clipped("{\"a\": \"" + "x".repeat(1_000_000) + "\", \"b\": \"y\"}");

        assertThat(clipped.path("a").asText()).isEqualTo("x".repeat(LONGEST));
        assertThat(clipped.path("b").asText()).isEqualTo("y");
    }

    /** Whatever a string has where it is cut: quotes, backslashes, and characters of several bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"\\\"", "\\\\", "\\u0007", "\\n", "\u00e9", "\u20ac", "\ud83c\udfac"})
    void cutsBetweenCharacters(String character) throws Exception {
        for (int before = LONGEST - 8; before <= LONGEST; before++) {
            String text = "x".repeat(before) + character.repeat(20);

            String clipped = clipped("[\"" + text + "\"]").path(0).asText();

            String whole = JSON.readTree("[\"" + text + "\"]").path(0).asText();
            assertThat(whole).startsWith(clipped);
            assertThat(clipped).hasSizeBetween(before, LONGEST + 1).doesNotContain("\ufffd");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void doesNotCareHowMuchIsReadAtATime(int size) throws Exception {
        String json = "[\"" + "\u20ac\\\"".repeat(LONGEST) + "\", {\"\\\\\": \"z\"}]";
        StringBuilder parts = new StringBuilder();
        try (InputStream clipped =
                new ClippedStrings(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))) {
            byte[] part = new byte[size];
            for (int n = clipped.read(part); n >= 0; n = clipped.read(part)) {
                assertThat(n).isPositive();
                parts.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
            }
        }

        byte[] read = parts.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(JSON.readTree(read)).isEqualTo(clipped(json));
        assertThat(read.length).isLessThan(LONGEST + 100);
    }

    private static JsonNode clipped(String json) throws Exception {
        return JSON.readTree(new ClippedStrings(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
    }
}
