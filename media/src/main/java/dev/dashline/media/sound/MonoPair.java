package dev.dashline.media.sound;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two tracks of one channel that are left and right of one sound, as cameras write them.
 *
 * @param left index of its stream
 * @param right index of its stream
 */
public record MonoPair(int left, int right) {

    private static final List<String> SAME = List.of("codec_name", "sample_rate", "start_time");

    /**
     * Whether two tracks, the only ones of a source, are a pair. Nothing may speak against it: not the codec, the rate
     * or the time, a language or a purpose, nor titles or labels of something else than left and right. That the first
     * alone is the default says nothing, as muxers that are told nothing choose it.
     *
     * @param first as ffprobe describes it
     */
    public static Optional<MonoPair> of(JsonNode first, JsonNode second) {
        boolean alike = isPlainMono(first)
                && isPlainMono(second)
                && !isChosen(first, second)
                && SAME.stream().allMatch(key -> first.path(key).equals(second.path(key)))
                && first.path("tags")
                        .path("language")
                        .equals(second.path("tags").path("language"));
        String one = side(first);
        String other = side(second);
        if (!alike || (!one.isEmpty() && one.equals(other)) || one.equals("other") || other.equals("other")) {
            return Optional.empty();
        }
        int index = first.path("index").asInt();
        int next = second.path("index").asInt();
        boolean swapped = one.equals("right") || other.equals("left");
        return Optional.of(swapped ? new MonoPair(next, index) : new MonoPair(index, next));
    }

    /** Whether the second is what people are to hear, instead of the first. */
    private static boolean isChosen(JsonNode first, JsonNode second) {
        return second.path("disposition").path("default").asInt()
                > first.path("disposition").path("default").asInt();
    }

    private static boolean isPlainMono(JsonNode stream) {
        for (JsonNode flag : List.of(
                stream.path("disposition").path("comment"),
                stream.path("disposition").path("dub"),
                stream.path("disposition").path("hearing_impaired"),
                stream.path("disposition").path("visual_impaired"),
                stream.path("disposition").path("descriptions"),
                stream.path("disposition").path("karaoke"))) {
            if (flag.asInt() != 0) {
                return false;
            }
        }
        return stream.path("channels").asInt() == 1;
    }

    /** What label or title say: {@code left}, {@code right}, something {@code other}, or nothing. */
    private static String side(JsonNode stream) {
        String layout = stream.path("channel_layout").asText();
        if (layout.contains("(FL)") || layout.contains("(FR)")) {
            return layout.contains("(FL)") ? "left" : "right";
        }
        String title = stream.path("tags").path("title").asText().toLowerCase(Locale.ROOT);
        return switch (title) {
            case "" -> "";
            case "l", "left" -> "left";
            case "r", "right" -> "right";
            default -> "other";
        };
    }
}
