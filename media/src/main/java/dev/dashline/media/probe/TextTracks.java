package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.tag.TagReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The text tracks that can become WebVTT, as ffprobe describes them. Pictures of text cannot. */
final class TextTracks {

    private static final Set<String> TEXT = Set.of("mov_text", "subrip", "ass", "ssa", "webvtt", "text");

    private final JsonNode probe;

    TextTracks(JsonNode probe) {
        this.probe = probe;
    }

    /** All of them, in the order of the source. */
    List<Text> all() {
        List<Text> tracks = new ArrayList<>();
        for (JsonNode stream : probe.path("streams")) {
            boolean text = TEXT.contains(stream.path("codec_name").asText());
            if (ProbeReader.isA("subtitle", stream) && text) {
                tracks.add(new Text(stream.path("index").asInt(), TagReader.read(stream)));
            }
        }
        return tracks;
    }
}
