package dev.dashline.media.note;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tracks of a source, as ffprobe describes them.
 *
 * @param answer of ffprobe
 */
record ProbedTracks(JsonNode answer) {

    List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        answer.path("streams").forEach(all::add);
        return all;
    }

    Optional<JsonNode> find(int index) {
        return all().stream().filter(track -> index(track) == index).findFirst();
    }

    JsonNode require(int index) {
        return find(index).orElseThrow(() -> new IllegalArgumentException("there is no track " + index));
    }

    String container() {
        return answer.path("format").path("format_name").asText();
    }

    static int index(JsonNode track) {
        return track.path("index").asInt();
    }

    static String kind(JsonNode track) {
        return track.path("codec_type").asText();
    }

    /** FFmpeg's name of its codec; the container's where FFmpeg has none. */
    static String codec(JsonNode track) {
        String codec = track.path("codec_name").asText("unknown");
        return codec.equals("unknown") || codec.equals("none")
                ? track.path("codec_tag_string").asText("unknown")
                : codec;
    }
}
