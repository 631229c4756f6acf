package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dashline.media.plan.SourceInfo.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text tracks that can become WebVTT, as ffprobe describes them. Pictures of text cannot. */
final class TextTracks {

    private static final Logger log = LoggerFactory.getLogger(TextTracks.class);

    private static final Set<String> TEXT = Set.of("mov_text", "subrip", "ass", "ssa", "webvtt", "text");
    private static final int LONGEST_TITLE = 200;

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
                    tracks.add(new Text(index, SoundTracks.language(stream), title(stream)));
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

    /** Matroska has titles; MP4 has handler names, which mostly name the program that wrote the file. */
    private static Optional<String> title(JsonNode stream) {
        String title = stream.path("tags")
                .path("title")
                .asText()
                .replaceAll("[^\\p{Print}\\p{L}\\p{M}\\p{N}]+", " ")
                .strip();
        return title.isEmpty()
                ? Optional.empty()
                : Optional.of(title.substring(0, Math.min(LONGEST_TITLE, title.length())));
    }
}
