package dev.dashline.media.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times from ffprobe's answers, as microseconds. Pure. */
final class ProbeTimes {

    private static final Pattern TAG = Pattern.compile("(\\d{1,4}):(\\d\\d):(\\d\\d(?:\\.\\d{1,9})?)");

    private ProbeTimes() {}

    /** A field in seconds; empty if it is missing or not a number. */
    static OptionalLong micros(JsonNode node, String key) {
        try {
            String seconds = node.path(key).asText();
            return seconds.isEmpty() || seconds.equals("N/A")
                    ? OptionalLong.empty()
                    : OptionalLong.of(new BigDecimal(seconds).movePointRight(6).longValue());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Matroska has no duration of a stream, but programs that write it leave one in a tag: {@code 00:01:02.500000000}.
     */
    static OptionalLong taggedDuration(JsonNode stream) {
        Matcher tag = TAG.matcher(stream.path("tags").path("DURATION").asText());
        if (!tag.matches()) {
            return OptionalLong.empty();
        }
        long minutes = Long.parseLong(tag.group(1)) * 60 + Long.parseLong(tag.group(2));
        return OptionalLong.of(minutes * 60_000_000
                + new BigDecimal(tag.group(3)).movePointRight(6).longValue());
    }
}
