package dev.dashline.media.ffprobe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dashline.media.ffmpeg.OutputReader;
import java.io.IOException;
import java.io.InputStream;

/** Reads what ffprobe writes as JSON, object by object: only one is in memory. Use once. */
final class ProbeAnswer implements OutputReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProbeItems items;
    private volatile boolean complete;

    ProbeAnswer(ProbeItems items) {
        this.items = items;
    }

    @Override
    public void read(InputStream output) throws IOException {
        try (JsonParser parser =
                JSON.createParser(new ClippedStrings(output)).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                read(parser.currentName(), parser);
            }
            complete = parser.currentToken() == JsonToken.END_OBJECT;
        }
    }

    private void read(String section, JsonParser parser) throws IOException {
        JsonToken value = parser.nextToken();
        if (!ProbeItems.SECTIONS.contains(section)) {
            parser.skipChildren();
        } else if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                items.see(section, JSON.<JsonNode>readTree(parser));
            }
        } else {
            items.see(section, JSON.<JsonNode>readTree(parser));
        }
    }

    /** Whether it was read to its end. */
    boolean isComplete() {
        return complete;
    }
}
