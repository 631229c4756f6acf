package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceInfo.Text;
import dev.dashline.media.tag.TagReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text tracks that can become WebVTT, as ffprobe describes them. Pictures of text cannot. */
final class TextTracks {

    private static final Logger log = LoggerFactory.getLogger(TextTracks.class);

    private static final Set<String> TEXT = Set.of("mov_text", "subrip", "ass", "ssa", "webvtt", "text");

    private final JsonNode probe;

    TextTracks(JsonNode probe) {
        this.probe = probe;
    }

    /** All of them, in the order of the source. */
    List<Text> all() {
        List<Text> tracks = new ArrayList<>();
        for (JsonNode stream : probe.path("streams")) {
            if (ProbeReader.isA("subtitle", stream)) {
                String codec = stream.path("codec_name").asText("unknown");
                int index = stream.path("index").asInt();
                if (TEXT.contains(codec)) {
                    tracks.add(new Text(index, TagReader.read(stream)));
                } else {
                    log.atInfo()
                            .addKeyValue("stream", index)
                            .addKeyValue("codec", codec)
                            .log("subtitle track left out, it is not text");
                }
            }
        }
        return tracks;
    }
}
