package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which codecs FFmpeg can decode. It knows the names of others, such as AC-4.
 *
 * @param codecs their names
 */
record Decoders(Set<String> codecs) {

    private static final Pattern LINE = Pattern.compile("(?m)^ D\\S{5} (\\S+) ");

    /** Reads what FFmpeg's programs print with {@code -codecs}. */
    static Decoders read(String list) {
        return new Decoders(LINE.matcher(list)
                .results()
                .map((MatchResult line) -> line.group(1))
                .collect(Collectors.toUnmodifiableSet()));
    }

    boolean canDecode(JsonNode stream) {
        return codecs.contains(stream.path("codec_name").asText("unknown"));
    }

    /** The name of a stream's codec; its tag if it has no name. */
    static String name(JsonNode stream) {
        String codec = stream.path("codec_name").asText("unknown");
        return codec.equals("unknown") || codec.equals("none")
                ? stream.path("codec_tag_string").asText()
                : codec;
    }
}
